import { GraphQLError } from 'graphql';

/** What live readers may take. */
export interface LiveLimits {
  /** How often a connection is asked whether anybody is there (WebSocket), or shown that we are (SSE); no sign by the next time ends it. */
  readonly keepAliveMs: number;
  /** How long a reader may take to make room for the next message. */
  readonly slowAfterMs: number;
  /** Bytes that may wait to be sent on one connection. */
  readonly maxWaitingBytes: number;
  /** Operations under way on one WebSocket. */
  readonly maxPerConnection: number;
  /** Subscriptions under way in this process. */
  readonly maxSubscriptions: number;
  /** WebSockets open in this process. */
  readonly maxConnections: number;
}

export const defaultLimits: LiveLimits = {
  keepAliveMs: 12_000,
  slowAfterMs: 10_000,
  maxWaitingBytes: 4 * 1024 * 1024,
  maxPerConnection: 50,
  maxSubscriptions: 1000,
  maxConnections: 1000,
};

export function tooMany(most: number, where: string): GraphQLError {
  return new GraphQLError(`${String(most)} subscriptions are the most for ${where}; end one first, or try again later`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  });
}
