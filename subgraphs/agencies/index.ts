import type { SubgraphDefinition } from '../../shared/subgraph';
import { LoadedFrom1700001300000 } from '../LoadedFrom';
import { LoadedPlans1700000600000 } from '../LoadedPlans';
import { SearchWords1700001100000 } from '../SearchWords';
import { Agency } from './Agency';
import { AgencyResolver } from './AgencyResolver';
import { rows } from './load';
import { Successions1700000300000 } from './migrations/1700000300000-Successions';
import { Succession } from './Succession';
import { AgencyOverTimeResolver, SuccessionResolver } from './SuccessionResolver';
import { Agencies1700000000000 } from './migrations/1700000000000-Agencies';

export const agencies: SubgraphDefinition = {
  name: 'agencies',
  entities: [Agency, Succession],
  migrations: [
    Agencies1700000000000,
    Successions1700000300000,
    LoadedPlans1700000600000,
    SearchWords1700001100000,
    LoadedFrom1700001300000,
  ],
  resolvers: [AgencyResolver, AgencyOverTimeResolver, SuccessionResolver],
  types: [],
  references: {
    Agency: (key, context) => context.record(Agency, key.id),
    Succession: (key, context) => context.record(Succession, key.id),
  },
  rows,
};
