import type { FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { RateSettings } from '../../shared/safety/settings';
import { LimitError } from './refusals';

/** What a caller has left of a budget, and when it is full again. */
export interface Left {
  readonly limit: number;
  readonly remaining: number;
  readonly resetS: number;
}

export const UNLIMITED: RateSettings = { requestsPerMinute: null, costPerMinute: null, redisUrl: null };

const WINDOW_S = 60;
/** A token that does not hold takes a signature to be verified. */
const REQUESTS_TO_A_TOKEN = 20;
const REDIS_TIMEOUT_MS = 500;

/** What each caller may ask for in a minute, counted over all replicas where there is a Redis, else in this process. */
export class Rates {
  private readonly requests: Budget | null;
  private readonly cost: Budget | null;
  private readonly refusedTokens: Budget | null;

  private constructor(
    { requestsPerMinute, costPerMinute }: RateSettings,
    private readonly redis: Redis | null,
  ) {
    this.requests = requestsPerMinute === null ? null : new Budget('requests', requestsPerMinute, redis);
    this.cost = costPerMinute === null ? null : new Budget('cost', costPerMinute, redis);
    this.refusedTokens = requestsPerMinute === null ? null : new Budget('refused tokens', requestsPerMinute / REQUESTS_TO_A_TOKEN, null);
  }

  static async of(settings: RateSettings, log: FastifyBaseLogger): Promise<Rates> {
    const { redisUrl, requestsPerMinute, costPerMinute } = settings;
    const limits = requestsPerMinute !== null || costPerMinute !== null;
    return new Rates(settings, redisUrl === null || !limits ? null : await connect(redisUrl, log));
  }

  /** Whether callers are limited in how often they ask. */
  get countRequests(): boolean {
    return this.requests !== null;
  }

  /** Null: requests are not limited. @throws LimitError RATE_LIMITED */
  request(caller: string, weight: number): Promise<Left> | null {
    return this.requests?.spend(caller, weight) ?? null;
  }

  /** Null: cost is limited for single operations only. @throws LimitError RATE_LIMITED */
  operation(caller: string, cost: number): Promise<Left> | null {
    return this.cost?.spend(caller, cost) ?? null;
  }

  /** Null: so many as one likes. @throws LimitError RATE_LIMITED, after too many that were refused */
  showToken(address: string): Promise<Left> | null {
    return this.refusedTokens?.spend(address, 0) ?? null;
  }

  async tokenRefused(address: string): Promise<void> {
    await this.refusedTokens?.spend(address, 1).catch(() => undefined);
  }

  /** Waits for Redis, but not long: until it answers, this process counts by itself. */
  async open(): Promise<void> {
    const { redis } = this;
    if (redis === null || redis.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, REDIS_TIMEOUT_MS);
      const done = (): void => {
        clearTimeout(late);
        resolve();
      };
      redis.once('ready', done).once('error', done);
    });
  }

  close(): void {
    this.redis?.disconnect();
  }
}

class Budget {
  private readonly limiter: RateLimiterAbstract;

  constructor(
    private readonly name: 'requests' | 'cost' | 'refused tokens',
    private readonly limit: number,
    redis: Redis | null,
  ) {
    const options = { points: limit, duration: WINDOW_S, keyPrefix: `ketnoi:${name.replace(' ', '-')}` };
    const inMemory = new RateLimiterMemory(options);
    // While Redis is away each replica counts for itself.
    this.limiter = redis === null ? inMemory : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: inMemory });
  }

  async spend(caller: string, points: number): Promise<Left> {
    try {
      const { remainingPoints, msBeforeNext } = await this.limiter.consume(caller, points);
      return { limit: this.limit, remaining: remainingPoints, resetS: seconds(msBeforeNext) };
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // What is refused for its cost costs nothing, so that there is room for less.
      if (this.name === 'cost') await this.limiter.reward(caller, points);
      const resetS = seconds(error.msBeforeNext);
      throw new LimitError(
        'RATE_LIMITED',
        `${String(this.limit)} is the most of ${this.name} in a minute for one caller; try again in ${String(resetS)} s`,
        429,
        { 'retry-after': String(resetS), ...rateHeaders({ limit: this.limit, remaining: 0, resetS }) },
        { retryAfter: resetS },
      );
    }
  }
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** RateLimit fields for HTTP, as draft-ietf-httpapi-ratelimit-headers-06 has them. */
export function rateHeaders({ limit, remaining, resetS }: Left): Record<string, string> {
  return { 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(resetS) };
}

async function connect(url: string, log: FastifyBaseLogger): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: REDIS_TIMEOUT_MS,
    commandTimeout: REDIS_TIMEOUT_MS,
    disconnectTimeout: REDIS_TIMEOUT_MS,
  });
  let told = false;
  redis.on('error', (error: Error) => {
    if (!told) log.warn({ err: error }, 'Redis does not answer; this replica limits rates by itself until it does');
    told = true;
  });
  redis.on('ready', () => {
    told = false;
  });
  return redis;
}
