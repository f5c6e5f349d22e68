import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Observation } from '../../shared/telemetry/Observation';
import { watchesRequests, watchRequests } from '../../shared/telemetry/requests';
import type { GatewayOptions } from '../options';
import { operationTeller } from './operations';

type Logging = { readonly loggerInstance: FastifyBaseLogger } | { readonly logger: false | { readonly level: string } };

/** Fastify's options of the log. */
export function loggingOf(logger: GatewayOptions['logger'], observation: Observation | undefined): Logging {
  if (observation !== undefined) return { loggerInstance: observation.log };
  if (logger === false) return { logger };
  return { logger: { level: typeof logger === 'object' ? logger.level : logger === true ? 'info' : 'warn' } };
}

/** Watches what comes in at the front. */
export function observeFront(app: FastifyInstance, observation: Observation | undefined): void {
  app.decorateRequest('seen', null);
  if (observation === undefined || !watchesRequests(observation)) return;
  watchRequests(app, observation, { begins: true, tell: operationTeller });
  app.addHook('preHandler', (request, _reply, done) => {
    request.seen = { type: null, name: null, cost: null, errors: [], document: null };
    done();
  });
}
