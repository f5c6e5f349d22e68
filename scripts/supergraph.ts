import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGateway, type GatewayOptions, type RunningGateway } from '../gateway/gateway';
import { projectRoot } from '../shared/config';
import { DomainError } from '../shared/errors';
import { Failure } from './failure';

/** Clients that keep their connections have them closed with an answer meanwhile; balancers see that it is not ready. */
const DRAIN_MS = 2000;

/** The composed schema of this checkout. */
export function supergraph(): string {
  const file = join(projectRoot, 'schema', 'supergraph.graphql');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Failure(`${file} is missing; "npm run schema" writes it`);
  }
}

/** @throws Failure for what the reader of the terminal can put right, such as a taken port */
export async function serveGateway(options: GatewayOptions): Promise<RunningGateway> {
  try {
    return await startGateway({ drainMs: DRAIN_MS, ...options });
  } catch (error) {
    throw error instanceof DomainError ? new Failure(`${error.message} (${error.code})`) : error;
  }
}
