import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { Identify } from '../../shared/identity/caller';
import type { RequestContext } from '../apollo';
import type { Executor } from '../execution/Executor';
import { trustOf } from '../safety/callers';
import type { Admission } from '../safety/Admission';
import type { SafetyOptions } from '../safety/options';
import { EventStreams } from './eventStreams';
import { LiveOperations } from './LiveOperations';
import { defaultLimits, type LiveLimits } from './limits';
import { WebSockets } from './WebSockets';

/** What the live routes work with. */
export interface LiveParts {
  readonly executor: Executor;
  readonly apollo: ApolloServer<RequestContext>;
  readonly admission: Admission;
  readonly limits: Partial<LiveLimits>;
  /** Undefined: anybody may ask. */
  readonly identify: Identify | undefined;
  readonly safety: SafetyOptions;
}

export interface Live {
  /** Ends every connection that stays open. */
  close(withinMs: number): Promise<void>;
  /** How much is open just now. */
  readonly load: () => { readonly subscriptions: number; readonly webSockets: number };
}

/** Lays the routes of subscriptions: WebSocket at the graph's endpoint, Server-Sent Events at /stream below it. */
export function layLive(
  app: FastifyInstance,
  endpoint: string,
  { executor, apollo, admission, limits: given, identify, safety }: LiveParts,
): Live {
  const limits = { ...defaultLimits, ...given };
  const operations = new LiveOperations(executor, apollo, admission, limits);
  const { trustedProxies = [], corsOrigins = [] } = safety;
  const webSockets = new WebSockets({ operations, limits, identify, trust: trustOf(trustedProxies), origins: corsOrigins, log: app.log });
  const streams = new EventStreams(operations, limits);
  webSockets.listen(app.server, endpoint);
  streams.lay(app, `${endpoint}/stream`, endpoint);
  return {
    close: async (withinMs) => {
      streams.close();
      await webSockets.close(withinMs);
    },
    load: () => ({ subscriptions: operations.count, webSockets: webSockets.count }),
  };
}
