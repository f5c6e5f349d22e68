import type { SubgraphDefinition } from '../../shared/subgraph';
import { LoadedFrom1700001300000 } from '../LoadedFrom';
import { LoadedPlans1700000600000 } from '../LoadedPlans';
import { SearchWords1700001100000 } from '../SearchWords';
import { rows } from './load';
import { Services1700000000000 } from './migrations/1700000000000-Services';
import { stubs } from './nodes';
import { PublicService } from './PublicService';
import { PublicServiceResolver, RequiredConnectionResolver } from './PublicServiceResolver';
import { SearchResolver } from './SearchResolver';

export const services: SubgraphDefinition = {
  name: 'services',
  entities: [PublicService],
  migrations: [Services1700000000000, LoadedPlans1700000600000, SearchWords1700001100000, LoadedFrom1700001300000],
  resolvers: [PublicServiceResolver, RequiredConnectionResolver, SearchResolver],
  types: Object.values(stubs),
  references: {
    PublicService: (key, context) => context.record(PublicService, key.id),
    DataConnection: (key) => Promise.resolve({ id: key.id }),
  },
  rows,
};
