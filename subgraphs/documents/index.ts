import type { SubgraphDefinition } from '../../shared/subgraph';
import { LegalDocument } from './LegalDocument';
import { DocumentCitationResolver, ForceTermResolver, LegalDocumentResolver } from './LegalDocumentResolver';
import { rows } from './load';
import { Documents1700000000000 } from './migrations/1700000000000-Documents';

export const documents: SubgraphDefinition = {
  name: 'documents',
  entities: [LegalDocument],
  migrations: [Documents1700000000000],
  resolvers: [LegalDocumentResolver, DocumentCitationResolver, ForceTermResolver],
  types: [],
  references: { LegalDocument: (key, context) => context.record(LegalDocument, key.id) },
  rows,
};
