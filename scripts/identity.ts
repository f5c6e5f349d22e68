import type { Config } from '../shared/config';
import type { Identify } from '../shared/identity/caller';
import { developmentKeys } from '../shared/identity/developmentKey';
import { identifyByToken } from '../shared/identity/tokens';
import { Failure } from './failure';

/** Outside production, tokens of the data folder's own key (npm run token) are accepted too. */
export function identifyFor(config: Config): Identify {
  return identifyByToken(config.identity, config.production ? null : developmentKeys(config.dataDir));
}

/** @throws Failure in production without the secret that keeps everybody but the gateway from the subgraphs */
export function checkSubgraphSecret(config: Config): void {
  if (!config.production || config.subgraphSecret !== null) return;
  throw new Failure(
    'in production calls from the gateway to the subgraphs are signed, and no secret is set; give all of them the same: ' +
      'KETNOI_SUBGRAPH_SECRET=<32 characters or more> or KETNOI_SUBGRAPH_SECRET_FILE=<file> (openssl rand -hex 32)',
  );
}
