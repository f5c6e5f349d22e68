import { federateSubgraphs, LATEST_ROUTER_COMPATIBILITY_VERSION } from '@wundergraph/composition';
import { parse } from 'graphql';
import { subgraphs } from './subgraphs.mjs';

/** The subgraphs as the composer of Cosmo puts them together. */
export const federated = federateSubgraphs({
  subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
  version: LATEST_ROUTER_COMPATIBILITY_VERSION,
});
