import { entityStub } from '../../shared/graph';

/** Every entity of the graph that another subgraph owns; `node` and `search` answer with them. */
export const stubs = {
  Agency: entityStub('Agency', { node: true }),
  Database: entityStub('Database', { node: true }),
  DataConnection: entityStub('DataConnection', { node: true, contributes: true }),
  LegalDocument: entityStub('LegalDocument', { node: true }),
  Obligation: entityStub('Obligation', { node: true }),
  Statement: entityStub('Statement', { node: true }),
  Conflict: entityStub('Conflict', { node: true }),
  ObligationEvent: entityStub('ObligationEvent', { node: true }),
};

/** Which subgraph publishes which ids, by the prefix of the id. */
export const publishers: Readonly<Record<string, string>> = {
  agency: 'agencies',
  database: 'databases',
  connection: 'databases',
  document: 'documents',
  obligation: 'obligations',
  statement: 'obligations',
  conflict: 'obligations',
  event: 'obligations',
  service: 'services',
};
