import { parse } from 'graphql';
import type { SubgraphOperation } from './Subgraph';

const QUERY = '{ __typename }';

/** What any subgraph answers at once. */
export const PROBE: SubgraphOperation = { document: parse(QUERY), json: JSON.stringify(QUERY), mutates: false };
