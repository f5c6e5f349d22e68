import type { SubgraphDefinition } from '../../shared/subgraph';
import { LoadedFrom1700001300000 } from '../LoadedFrom';
import { LoadedPlans1700000600000 } from '../LoadedPlans';
import { SearchWords1700001100000 } from '../SearchWords';
import { Database } from './Database';
import { DatabaseResolver } from './DatabaseResolver';
import { DataConnection } from './DataConnection';
import { DataConnectionResolver } from './DataConnectionResolver';
import { rows } from './load';
import { NetworkMetricsResolver, NetworkResolver } from './network/NetworkResolver';
import { Databases1700000000000 } from './migrations/1700000000000-Databases';
import { NationalLists1700000100000 } from './migrations/1700000100000-NationalLists';
import { NationalDatabaseResolver, NationalListResolver } from './national/resolvers';

export const databases: SubgraphDefinition = {
  name: 'databases',
  entities: [Database, DataConnection],
  migrations: [
    Databases1700000000000,
    NationalLists1700000100000,
    LoadedPlans1700000600000,
    SearchWords1700001100000,
    LoadedFrom1700001300000,
  ],
  resolvers: [
    DatabaseResolver,
    NationalDatabaseResolver,
    NationalListResolver,
    DataConnectionResolver,
    NetworkResolver,
    NetworkMetricsResolver,
  ],
  types: [],
  references: {
    Database: (key, context) => context.record(Database, key.id),
    DataConnection: (key, context) => context.record(DataConnection, key.id),
  },
  rows,
};
