import type { SubgraphDefinition } from '../../shared/subgraph';
import { LoadedFrom1700001300000 } from '../LoadedFrom';
import { Conflict } from './conflicts/Conflict';
import { ConflictingObligationResolver, ConflictResolver } from './conflicts/ConflictResolver';
import { DemandedConnectionResolver, StatedDocumentResolver } from './contributions';
import { CoveragePairResolver, CoverageResolver } from './planCoverage/CoverageResolver';
import { DependencyResolver, DependentObligationResolver } from './dependencies/resolvers';
import { PublicServiceStub } from './dependencies/types';
import { ImportPlanResolver } from './plans/ImportPlanResolver';
import { rows } from './load';
import { closeChanges } from './live/Changes';
import { LiveResolver } from './live/LiveResolver';
import { MonthlyReportResolver } from './monthly/MonthlyReportResolver';
import { Obligations1700000000000 } from './migrations/1700000000000-Obligations';
import { Conflicts1700000100000 } from './migrations/1700000100000-Conflicts';
import { Dependencies1700000200000 } from './migrations/1700000200000-Dependencies';
import { Responsibility1700000300000 } from './migrations/1700000300000-Responsibility';
import { Obligation } from './Obligation';
import { ObligationResolver } from './ObligationResolver';
import { BearerResolver, BearingAgencyResolver } from './responsibility/resolvers';
import { Readings1700000400000 } from './migrations/1700000400000-Readings';
import { ImportedPlans1700000600000 } from './migrations/1700000600000-ImportedPlans';
import { DutyTerms1700000800000 } from './migrations/1700000800000-DutyTerms';
import { DutyCounts1700000900000 } from './migrations/1700000900000-DutyCounts';
import { ConflictKinds1700001100200 } from './migrations/1700001100200-ConflictKinds';
import { Writing1700001200000 } from './migrations/1700001200000-Writing';
import { BoundedReading1700001400000 } from './migrations/1700001400000-BoundedReading';
import { Progress1700000500000 } from './migrations/1700000500000-Progress';
import { projectAll } from './state/projection';
import { BearerProgressResolver, ConnectionProgressResolver, ProgressResolver } from './state/resolvers';
import { ChangesResolver, LastEventResolver } from './progress/ChangesResolver';
import { EventResolver, HistoryResolver } from './progress/EventResolver';
import { ObligationEvent } from './progress/ObligationEvent';
import { WriteResolver } from './progress/WriteResolver';
import { Statement } from './Statement';
import { StatsResolver } from './stats/StatsResolver';
import { StatementResolver } from './StatementResolver';
import { SearchWords1700001100000 } from '../SearchWords';

const itself = (key: { id: string }) => Promise.resolve({ id: key.id });

export const obligations: SubgraphDefinition = {
  name: 'obligations',
  entities: [Obligation, Statement, Conflict, ObligationEvent],
  migrations: [
    Obligations1700000000000,
    Conflicts1700000100000,
    Dependencies1700000200000,
    Responsibility1700000300000,
    Readings1700000400000,
    Progress1700000500000,
    ImportedPlans1700000600000,
    DutyTerms1700000800000,
    DutyCounts1700000900000,
    SearchWords1700001100000,
    ConflictKinds1700001100200,
    Writing1700001200000,
    LoadedFrom1700001300000,
    BoundedReading1700001400000,
  ],
  resolvers: [
    ObligationResolver,
    ProgressResolver,
    BearerProgressResolver,
    ConnectionProgressResolver,
    MonthlyReportResolver,
    EventResolver,
    HistoryResolver,
    ChangesResolver,
    LastEventResolver,
    WriteResolver,
    LiveResolver,
    DependentObligationResolver,
    DependencyResolver,
    BearerResolver,
    BearingAgencyResolver,
    StatsResolver,
    StatementResolver,
    ConflictResolver,
    ConflictingObligationResolver,
    CoverageResolver,
    CoveragePairResolver,
    StatedDocumentResolver,
    DemandedConnectionResolver,
    ImportPlanResolver,
  ],
  types: [PublicServiceStub],
  references: {
    Obligation: (key, context) => context.record(Obligation, key.id),
    Statement: (key, context) => context.record(Statement, key.id),
    Conflict: (key, context) => context.record(Conflict, key.id),
    ObligationEvent: (key, context) => context.record(ObligationEvent, key.id),
    Agency: itself,
    LegalDocument: itself,
    DataConnection: itself,
  },
  payloads: [
    'ReportProgressPayload',
    'VerifyReportPayload',
    'RequestExtensionPayload',
    'DecideExtensionPayload',
    'FileMonthlyReportPayload',
    'ImportPlanPayload',
  ],
  rows,
  afterLoad: projectAll,
  beforeClose: closeChanges,
};
