import { z } from 'zod';

/** What each caller may ask for. */
export interface RateSettings {
  /** Null: not limited. */
  readonly requestsPerMinute: number | null;
  /** Of all operations of a caller together; null: not limited. */
  readonly costPerMinute: number | null;
  /** Where replicas count together; null: each for itself. */
  readonly redisUrl: string | null;
}

export interface SafetySettings {
  /** As they were given; null: what is usual; 0: no limit. */
  readonly requestsPerMinute: number | null;
  readonly costPerMinute: number | null;
  readonly redisUrl: string | null;
  /** What one operation may cost; null: the default. */
  readonly maxCost: number | null;
  /** Pages of these origins may ask from a browser; '*': any. */
  readonly corsOrigins: readonly string[];
  /** Proxies whose X-Forwarded-For is believed: addresses, networks, loopback, linklocal, uniquelocal. */
  readonly trustedProxies: readonly string[];
  /** Whether operations that are not registered are answered too. */
  readonly trustedOnly: boolean;
}

const listed = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '');
const perMinute = z.coerce.number('expected a number, 0: no limit').int().min(0).optional();

export const safetyVariables = {
  KETNOI_MAX_COST: z.coerce.number('expected a cost').int().min(1).optional(),
  KETNOI_COST_PER_MINUTE: perMinute,
  KETNOI_REQUESTS_PER_MINUTE: perMinute,
  KETNOI_REDIS_URL: z
    .string()
    .refine((text) => /^rediss?:\/\//.test(text) && URL.canParse(text), 'expected redis://user:password@host:port')
    .optional(),
  KETNOI_CORS_ORIGINS: z
    .string()
    .default('')
    .transform(listed)
    .refine(
      (origins) => origins.every((origin) => origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)),
      'expected origins such as https://example.gov.vn, separated by commas, or *',
    ),
  KETNOI_TRUST_PROXY: z
    .string()
    .default('')
    .transform(listed)
    .refine(
      (proxies) => proxies.every((proxy) => /^(loopback|linklocal|uniquelocal|[0-9a-f.:]+(\/\d{1,3})?)$/i.test(proxy)),
      'expected addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal, separated by commas',
    ),
  KETNOI_TRUSTED_DOCUMENTS: z.enum(['also', 'only'], 'expected also or only').default('also'),
};

/** In production; elsewhere nothing is limited by the minute unless it is set. */
const COST_PER_MINUTE = 2_000_000;
const REQUESTS_PER_MINUTE = 6000;

export const safetyHelp: ReadonlyArray<readonly [name: string, meaning: string]> = [
  ['KETNOI_MAX_COST', 'what one operation may cost, as extensions.cost counts (100000)'],
  [
    'KETNOI_COST_PER_MINUTE',
    `what all operations of one caller may cost in a minute (${String(COST_PER_MINUTE)} in production, else no limit); 0: no limit`,
  ],
  [
    'KETNOI_REQUESTS_PER_MINUTE',
    `how often one caller may ask in a minute (${String(REQUESTS_PER_MINUTE)} in production, else no limit); 0: no limit`,
  ],
  ['KETNOI_REDIS_URL', 'Redis where several gateways count callers together: redis://host:6379 (each gateway by itself)'],
  ['KETNOI_CORS_ORIGINS', 'pages of these origins may ask from browsers: https://a.gov.vn,https://b.gov.vn; or * (none)'],
  ['KETNOI_TRUST_PROXY', 'proxies that tell the address of a caller (X-Forwarded-For): 10.0.0.0/8,loopback (none)'],
  ['KETNOI_TRUSTED_DOCUMENTS', 'only: nothing but the operations registered by npm run persist is answered (also)'],
];

type SafetyValues = z.output<z.ZodObject<typeof safetyVariables>>;

export function safetySettings(values: SafetyValues): SafetySettings {
  return Object.freeze({
    requestsPerMinute: values.KETNOI_REQUESTS_PER_MINUTE ?? null,
    costPerMinute: values.KETNOI_COST_PER_MINUTE ?? null,
    redisUrl: values.KETNOI_REDIS_URL ?? null,
    maxCost: values.KETNOI_MAX_COST ?? null,
    corsOrigins: values.KETNOI_CORS_ORIGINS,
    trustedProxies: values.KETNOI_TRUST_PROXY,
    trustedOnly: values.KETNOI_TRUSTED_DOCUMENTS === 'only',
  });
}

export function rateSettings({ requestsPerMinute, costPerMinute, redisUrl }: SafetySettings, production: boolean): RateSettings {
  const limit = (given: number | null, usual: number): number | null => {
    const most = given ?? (production ? usual : 0);
    return most === 0 ? null : most;
  };
  return {
    requestsPerMinute: limit(requestsPerMinute, REQUESTS_PER_MINUTE),
    costPerMinute: limit(costPerMinute, COST_PER_MINUTE),
    redisUrl,
  };
}
