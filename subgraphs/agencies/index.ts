import type { SubgraphDefinition } from '../../shared/subgraph';
import { Agency } from './Agency';
import { AgencyResolver } from './AgencyResolver';
import { rows } from './load';
import { Agencies1700000000000 } from './migrations/1700000000000-Agencies';

export const agencies: SubgraphDefinition = {
  name: 'agencies',
  entities: [Agency],
  migrations: [Agencies1700000000000],
  resolvers: [AgencyResolver],
  types: [],
  references: { Agency: (key, context) => context.record(Agency, key.id) },
  rows,
};
