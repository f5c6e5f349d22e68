import type { SubgraphDefinition } from '../../shared/subgraph';
import { Conflict } from './conflicts/Conflict';
import { ConflictingObligationResolver, ConflictResolver } from './conflicts/ConflictResolver';
import { DemandedConnectionResolver, StatedDocumentResolver } from './contributions';
import { CoverageResolver } from './planCoverage/CoverageResolver';
import { DependencyResolver, DependentObligationResolver } from './dependencies/resolvers';
import { PublicServiceStub } from './dependencies/types';
import { rows } from './load';
import { Obligations1700000000000 } from './migrations/1700000000000-Obligations';
import { Conflicts1700000100000 } from './migrations/1700000100000-Conflicts';
import { Dependencies1700000200000 } from './migrations/1700000200000-Dependencies';
import { Responsibility1700000300000 } from './migrations/1700000300000-Responsibility';
import { Obligation } from './Obligation';
import { ObligationResolver } from './ObligationResolver';
import { BearerResolver, BearingAgencyResolver } from './responsibility/resolvers';
import { Readings1700000400000 } from './migrations/1700000400000-Readings';
import { Statement } from './Statement';
import { StatsResolver } from './stats/StatsResolver';
import { StatementResolver } from './StatementResolver';

const itself = (key: { id: string }) => Promise.resolve({ id: key.id });

export const obligations: SubgraphDefinition = {
  name: 'obligations',
  entities: [Obligation, Statement, Conflict],
  migrations: [
    Obligations1700000000000,
    Conflicts1700000100000,
    Dependencies1700000200000,
    Responsibility1700000300000,
    Readings1700000400000,
  ],
  resolvers: [
    ObligationResolver,
    DependentObligationResolver,
    DependencyResolver,
    BearerResolver,
    BearingAgencyResolver,
    StatsResolver,
    StatementResolver,
    ConflictResolver,
    ConflictingObligationResolver,
    CoverageResolver,
    StatedDocumentResolver,
    DemandedConnectionResolver,
  ],
  types: [PublicServiceStub],
  references: {
    Obligation: (key, context) => context.record(Obligation, key.id),
    Statement: (key, context) => context.record(Statement, key.id),
    Conflict: (key, context) => context.record(Conflict, key.id),
    Agency: itself,
    LegalDocument: itself,
    DataConnection: itself,
  },
  rows,
};
