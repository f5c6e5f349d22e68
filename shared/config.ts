import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseDay, type CalendarDate } from '../domain/calendar';
import { identityHelp, identityProblems, identitySettings, identityVariables, type IdentitySettings } from './identity/settings';
import { telemetryHelp, telemetrySettings, telemetryVariables, type TelemetrySettings } from './telemetry/settings';
import { safetyHelp, safetySettings, safetyVariables, type SafetySettings } from './safety/settings';

/** Everything the environment decides. Read once, checked once, frozen. */
export interface Config {
  /** A PostgreSQL 15 or newer; null: the embedded server. */
  readonly databaseUrl: string | null;
  /** Streaming replicas of it. */
  readonly replicaUrls: readonly string[];
  /** The server itself, where DATABASE_URL is that of a pooler in transaction mode. */
  readonly directUrl: string | null;
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
  /** A file that holds the day, read at each use; never in production. */
  readonly todayFile: string | null;
  readonly identity: IdentitySettings;
  readonly safety: SafetySettings;
  readonly telemetry: TelemetrySettings;
  /** What the gateway signs its calls of subgraphs with; null: they are not signed, in development only. */
  readonly subgraphSecret: string | null;
  /** Serve a generated nation instead of the corpus; never set in production. */
  readonly generated: boolean;
  /** The token that commands of the terminal send. */
  readonly token: string | null;
}

/** The folder that holds package.json, from the sources as from the build. */
export const projectRoot: string = (function find(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : find(dirname(folder));
})(__dirname);

const postgresUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'expected postgresql://user:password@host:port/database');

const postgresUrls = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((url) => url !== ''))
  .pipe(z.array(postgresUrl));

const pairOfNameAndUrl = /^([a-z]+)=(https?:\/\/\S+)$/;
const namedUrls = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((pair) => pair !== ''))
  .refine((pairs) => pairs.every((pair) => pairOfNameAndUrl.test(pair)), 'expected name=http://host:port/graphql, separated by commas')
  .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])));

const environment = z
  .object({
    DATABASE_URL: postgresUrl.optional(),
    KETNOI_REPLICA_URLS: postgresUrls.default([]),
    KETNOI_DIRECT_URL: postgresUrl.optional(),
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
    KETNOI_TODAY_FILE: z.string().optional(),
    KETNOI_SUBGRAPH_SECRET: z.string().min(32, 'expected 32 characters or more; make one: openssl rand -hex 32').optional(),
    KETNOI_GENERATED: z.enum(['true', 'false'], 'expected true or false').default('false'),
    KETNOI_TOKEN: z.string().optional(),
    ...identityVariables,
    ...safetyVariables,
    ...telemetryVariables,
  })
  .superRefine((values, context) => {
    const production = values.NODE_ENV === 'production';
    const problem = (variable: string, message: string) => {
      context.addIssue({ code: 'custom', path: [variable], message });
    };
    for (const [variable, message] of identityProblems(values, production)) problem(variable, message);
    for (const variable of ['KETNOI_REPLICA_URLS', 'KETNOI_DIRECT_URL'] as const)
      if (values.DATABASE_URL === undefined && values[variable]?.length) problem(variable, 'goes with DATABASE_URL, which is not set');
    if (values.KETNOI_TODAY_FILE === undefined) return;
    if (production) problem('KETNOI_TODAY_FILE', 'not in production, where the day is that of the machine');
    if (values.KETNOI_TODAY !== undefined) problem('KETNOI_TODAY_FILE', 'KETNOI_TODAY says the day already; set one of them');
  });

/** Variables that are not shown when they are wrong, and that may be given as files instead: KETNOI_SUBGRAPH_SECRET_FILE. */
const secrets = [
  'DATABASE_URL',
  'KETNOI_REPLICA_URLS',
  'KETNOI_DIRECT_URL',
  'KETNOI_SUBGRAPH_SECRET',
  'KETNOI_REDIS_URL',
  'KETNOI_TOKEN',
] as const;
const hidden: ReadonlySet<string> = new Set(secrets);

/** Every variable the system reads, with its meaning; printed by `--help`. */
export const environmentHelp: ReadonlyArray<readonly [name: string, meaning: string]> = [
  ['DATABASE_URL', 'PostgreSQL 15 or newer to use instead of the embedded one'],
  ['KETNOI_REPLICA_URLS', 'streaming replicas of it, separated by commas: they answer what only reads, and one may be promoted (none)'],
  ['KETNOI_DIRECT_URL', 'PostgreSQL itself, where DATABASE_URL is a pooler in transaction mode; in all of these {name} is the subgraph'],
  ['KETNOI_SCHEMA_PREFIX', 'start of the names of the PostgreSQL schemas (ketnoi_)'],
  ['KETNOI_DATA', 'folder of the embedded PostgreSQL (.ketnoi)'],
  ['HOST', 'address to listen on (127.0.0.1)'],
  ['PORT', 'port of the gateway (4000)'],
  ['KETNOI_SUBGRAPH_HOST', 'host of the subgraphs for a gateway on its own; {name} stands for the subgraph (127.0.0.1)'],
  ['KETNOI_SUBGRAPH_URLS', 'addresses of subgraphs for a gateway on its own: agencies=http://host:4001/graphql,databases=…'],
  ['KETNOI_SUBGRAPH_TIMEOUT_MS', 'how long a subgraph may take, in milliseconds (10000)'],
  ['KETNOI_TODAY', 'a fixed day instead of today, for demonstrations'],
  ['KETNOI_TODAY_FILE', 'a file that holds the day, read at each use; refused in production'],
  ['KETNOI_GENERATED', 'true: serve the generated nation that the database holds instead of the corpus'],
  ['NODE_ENV', 'production: no introspection, no GraphiQL, no tokens but those of KETNOI_JWKS_URL, signed calls of subgraphs'],
  ...identityHelp,
  ['KETNOI_SUBGRAPH_SECRET', 'signs the calls from the gateway to the subgraphs, the same for all; 32 characters or more'],
  ...safetyHelp,
  ['KETNOI_TOKEN', 'the token that npm run query and npm run import send'],
  ...telemetryHelp,
  ...secrets.map((name) => [`${name}_FILE`, `a file that holds ${name}`] as const),
];

/**
 * @throws Error listing every bad variable: its name, what was wrong, what would be right. Values with secrets are not shown.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const problems = secrets.flatMap((name) => readSecret(given, name) ?? []);
  const parsed = environment.safeParse(given);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = String(path[0]);
    const value = given[name];
    problems.push(`${name}: ${message}${value === undefined || hidden.has(name) ? '' : ` (got ${JSON.stringify(value)})`}`);
  }
  if (!parsed.success || problems.length > 0) throw new Error(`bad environment:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  const values = parsed.data;
  return Object.freeze({
    databaseUrl: values.DATABASE_URL ?? null,
    replicaUrls: Object.freeze(values.KETNOI_REPLICA_URLS),
    directUrl: values.KETNOI_DIRECT_URL ?? null,
    schemaPrefix: values.KETNOI_SCHEMA_PREFIX,
    dataDir: values.KETNOI_DATA,
    host: values.HOST,
    port: values.PORT,
    subgraphHost: values.KETNOI_SUBGRAPH_HOST,
    subgraphUrls: Object.freeze(values.KETNOI_SUBGRAPH_URLS),
    subgraphTimeoutMs: values.KETNOI_SUBGRAPH_TIMEOUT_MS,
    production: values.NODE_ENV === 'production',
    today: values.KETNOI_TODAY === undefined ? null : parseDay(values.KETNOI_TODAY),
    todayFile: values.KETNOI_TODAY_FILE ?? null,
    identity: identitySettings(values),
    safety: safetySettings(values),
    telemetry: telemetrySettings(values, values.NODE_ENV === 'production'),
    subgraphSecret: values.KETNOI_SUBGRAPH_SECRET ?? null,
    generated: values.KETNOI_GENERATED === 'true',
    token: values.KETNOI_TOKEN ?? null,
  });
}

/** Takes a secret from its file, if it has one. Answers what is wrong with that. */
function readSecret(given: NodeJS.Dict<string>, name: (typeof secrets)[number]): string | null {
  const variable = `${name}_FILE`;
  const file = given[variable];
  if (file === undefined) return null;
  if (given[name] !== undefined) return `${variable}: ${name} is set too; set one of them`;
  try {
    given[name] = readFileSync(file, 'utf8').trim();
    return null;
  } catch (error) {
    return `${variable}: cannot be read (${(error as Error).message})`;
  }
}

/** The environment for a child process: this one's, with some values of its own. */
export function environmentWith(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}

/** What the testkit reads of the environment. */
export interface TestkitConfig {
  /** The PostgreSQL of this run of the tests, or the one given; null: the embedded one that all tests of this user share. */
  readonly serverUrl: string | null;
  /** Start of the names of what it makes there. */
  readonly prefix: string;
  /** Where that embedded one is kept. */
  readonly cacheDir: string;
}

export function readTestkitConfig(env: NodeJS.ProcessEnv = process.env): TestkitConfig {
  const given = (name: string): string | null => (env[name] === undefined || env[name] === '' ? null : env[name]);
  return {
    serverUrl: given('KETNOI_TEST_URL') ?? given('DATABASE_URL'),
    prefix: given('KETNOI_TEST_PREFIX') ?? 'ketnoi_testkit_',
    cacheDir: given('KETNOI_TESTKIT_CACHE') ?? join(given('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'ketnoi', 'testkit'),
  };
}
