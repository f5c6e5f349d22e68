import type { SubgraphDefinition } from '../../shared/subgraph';
import { DemandedConnectionResolver, StatedDocumentResolver } from './contributions';
import { rows } from './load';
import { Obligations1700000000000 } from './migrations/1700000000000-Obligations';
import { Responsibility1700000300000 } from './migrations/1700000300000-Responsibility';
import { Obligation } from './Obligation';
import { ObligationResolver } from './ObligationResolver';
import { BearerResolver, BearingAgencyResolver } from './responsibility/resolvers';
import { Statement } from './Statement';
import { StatementResolver } from './StatementResolver';

const itself = (key: { id: string }) => Promise.resolve({ id: key.id });

export const obligations: SubgraphDefinition = {
  name: 'obligations',
  entities: [Obligation, Statement],
  migrations: [Obligations1700000000000, Responsibility1700000300000],
  resolvers: [
    ObligationResolver,
    BearerResolver,
    BearingAgencyResolver,
    StatementResolver,
    StatedDocumentResolver,
    DemandedConnectionResolver,
  ],
  types: [],
  references: {
    Obligation: (key, context) => context.record(Obligation, key.id),
    Statement: (key, context) => context.record(Statement, key.id),
    Agency: itself,
    LegalDocument: itself,
    DataConnection: itself,
  },
  rows,
};
