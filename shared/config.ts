import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseDay, type CalendarDate } from '../domain/calendar';

/** Everything the environment decides. Read once, checked once, frozen. */
export interface Config {
  /** A PostgreSQL 15 or newer; null: the embedded server. */
  readonly databaseUrl: string | null;
  /** Put before each subgraph's name to make its PostgreSQL schema. */
  readonly schemaPrefix: string;
  /** Where the embedded server keeps its data. */
  readonly dataDir: string;
  readonly host: string;
  /** Port of the gateway. */
  readonly port: number;
  /** Host under which the gateway reaches a subgraph; `{name}` stands for the subgraph's name. */
  readonly subgraphHost: string;
  /** Full addresses of subgraphs that stand elsewhere, by name; they go before `subgraphHost`. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Milliseconds a subgraph may take to answer. */
  readonly subgraphTimeoutMs: number;
  readonly production: boolean;
  /** A fixed day instead of the machine's; for demonstrations and tests. */
  readonly today: CalendarDate | null;
}

/** The folder that holds package.json, from the sources as from the build. */
export const projectRoot: string = (function find(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : find(dirname(folder));
})(__dirname);

const postgresUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'expected postgresql://user:password@host:port/database');

const pairOfNameAndUrl = /^([a-z]+)=(https?:\/\/\S+)$/;
const namedUrls = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((pair) => pair !== ''))
  .refine((pairs) => pairs.every((pair) => pairOfNameAndUrl.test(pair)), 'expected name=http://host:port/graphql, separated by commas')
  .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])));

const environment = z.object({
  DATABASE_URL: postgresUrl.optional(),
  KETNOI_SCHEMA_PREFIX: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,30}$/, 'expected lower-case letters, digits and _')
    .default('ketnoi_'),
  KETNOI_DATA: z.string().default(join(projectRoot, '.ketnoi')),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('expected a port, 0 to 65535').int().min(0).max(65535).default(4000),
  KETNOI_SUBGRAPH_HOST: z.string().default('127.0.0.1'),
  KETNOI_SUBGRAPH_URLS: namedUrls.default({}),
  KETNOI_SUBGRAPH_TIMEOUT_MS: z.coerce.number('expected milliseconds').int().min(1).default(10_000),
  NODE_ENV: z.string().optional(),
  KETNOI_TODAY: z
    .string()
    .refine((text) => parseDay(text) !== null, 'expected a calendar day, YYYY-MM-DD')
    .optional(),
});

/** Every variable the system reads, with its meaning; printed by `--help`. */
export const environmentHelp: ReadonlyArray<readonly [name: string, meaning: string]> = [
  ['DATABASE_URL', 'PostgreSQL 15 or newer to use instead of the embedded one'],
  ['KETNOI_SCHEMA_PREFIX', 'start of the names of the PostgreSQL schemas (ketnoi_)'],
  ['KETNOI_DATA', 'folder of the embedded PostgreSQL (.ketnoi)'],
  ['HOST', 'address to listen on (127.0.0.1)'],
  ['PORT', 'port of the gateway (4000)'],
  ['KETNOI_SUBGRAPH_HOST', 'host of the subgraphs for a gateway on its own; {name} stands for the subgraph (127.0.0.1)'],
  ['KETNOI_SUBGRAPH_URLS', 'addresses of subgraphs for a gateway on its own: agencies=http://host:4001/graphql,databases=…'],
  ['KETNOI_SUBGRAPH_TIMEOUT_MS', 'how long a subgraph may take, in milliseconds (10000)'],
  ['KETNOI_TODAY', 'a fixed day instead of today, for demonstrations'],
  ['NODE_ENV', 'production: no introspection, no GraphiQL'],
];

/**
 * @throws Error listing every bad variable: its name, what was wrong, what would be right. Values with secrets are not shown.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const seen = name === 'DATABASE_URL' ? '' : ` (got ${JSON.stringify(env[name])})`;
      return `  ${name}: ${issue.message}${seen}`;
    });
    throw new Error(`bad environment:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL ?? null,
    schemaPrefix: values.KETNOI_SCHEMA_PREFIX,
    dataDir: values.KETNOI_DATA,
    host: values.HOST,
    port: values.PORT,
    subgraphHost: values.KETNOI_SUBGRAPH_HOST,
    subgraphUrls: Object.freeze(values.KETNOI_SUBGRAPH_URLS),
    subgraphTimeoutMs: values.KETNOI_SUBGRAPH_TIMEOUT_MS,
    production: values.NODE_ENV === 'production',
    today: values.KETNOI_TODAY === undefined ? null : parseDay(values.KETNOI_TODAY),
  });
}

/** The environment for a child process: this one's, with some values of its own. */
export function environmentWith(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}
