import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { parse } from 'yaml';
import { Supergraph } from '../../gateway/Supergraph';
import { projectRoot } from '../../shared/config';
import { subgraphNames, subgraphUrl } from '../../subgraphs/registry';
import { check, installTools } from './tools';

const read = (...path: string[]): string => readFileSync(join(projectRoot, ...path), 'utf8');
const urls = Object.fromEntries(subgraphNames.map((name) => [name, subgraphUrl(name, '127.0.0.1')]));

/** The types and fields that clients see, without descriptions, directives and order. */
function shapeOf(sdl: string): string {
  const bare = sdl.replace(/"""[\s\S]*?"""/g, '').replace(/^directive .*$/gm, '');
  return printSchema(lexicographicSortSchema(buildSchema(bare, { assumeValidSDL: true })))
    .replace(/^directive [\s\S]*?\n\n/gm, '')
    .replace(/ @(?:cost|listSize)\(.*?\)/g, '')
    .trim();
}

const clientsSee = shapeOf(read('schema', 'api.graphql'));

beforeAll(installTools, 300_000);

interface ApolloAnswer {
  composition: { errors: string[]; api: string };
  supergraph: { errors: string[]; api: string; subgraphs: string[] };
}

let answered: ApolloAnswer | undefined;
/** Composes once for the tests that ask for it. */
const apollo = (): ApolloAnswer => (answered ??= check('apollo') as ApolloAnswer);

test('the composer of Apollo composes the subgraphs, and clients see the same graph', () => {
  const { composition } = apollo();
  expect(composition.errors).toEqual([]);
  expect(shapeOf(composition.api)).toBe(clientsSee);
});

test('Apollo reads schema/supergraph.graphql, finds every field of it reachable, and clients see the same graph', () => {
  const { supergraph } = apollo();
  expect(supergraph.errors).toEqual([]);
  expect(supergraph.subgraphs).toEqual([...subgraphNames]);
  expect(shapeOf(supergraph.api)).toBe(clientsSee);
});

test('the composer of Cosmo composes the subgraphs without a warning, and clients see the same graph', () => {
  const composed = check('wundergraph-compose') as { errors: string[]; warnings: string[]; api: string };
  expect(composed.errors).toEqual([]);
  expect(composed.warnings).toEqual([]);
  expect(shapeOf(composed.api)).toBe(clientsSee);
});

test('an execution configuration for the router of Cosmo is made of the subgraphs', () => {
  const made = check('cosmo') as {
    subgraphs: Array<{ name: string; routingUrl: string }>;
    engineConfig: { datasourceConfigurations: Array<{ customGraphql: { subscription: object } }> };
  };
  expect(Object.fromEntries(made.subgraphs.map(({ name, routingUrl }) => [name, routingUrl]))).toEqual(urls);
  expect(made.engineConfig.datasourceConfigurations).toHaveLength(subgraphNames.length);
  expect(made.engineConfig.datasourceConfigurations[3]?.customGraphql.subscription).toMatchObject({
    enabled: true,
    protocol: 'GRAPHQL_SUBSCRIPTION_PROTOCOL_SSE_POST',
  });
  const config = parse(read('deploy', 'routers', 'cosmo', 'config.yaml')) as { execution_config: { file: { path: string } } };
  expect(config.execution_config.file.path).toBe('deploy/routers/cosmo/execution.json');
});

test('the planner of Hive Router plans across the subgraphs on schema/supergraph.graphql', async () => {
  const asked = '{ agency(id: "agency:bo-cong-an") { name owes(first: 1) { nodes { id document { number } } } } }';
  const plan = await new Supergraph(read('schema', 'supergraph.graphql')).plan(asked, null, null);
  expect(JSON.stringify(plan)).toContain('"documents"');
  const config = parse(read('deploy', 'routers', 'hive', 'router.config.yaml')) as { supergraph: { path: string } };
  expect(read('deploy', 'routers', 'hive', config.supergraph.path)).toBe(read('schema', 'supergraph.graphql'));
});

test('every router calls the subgraphs of the registry and hands on what they go by', () => {
  const passed = ['authorization', 'as-of', 'accept-language'];
  interface Rule {
    named?: string;
    propagate?: { named: string };
  }
  interface Configuration {
    headers: { all: { request: Rule[] } };
    override_subgraph_urls?: Record<string, { url: string }>;
    override_subgraph_url?: Record<string, string>;
  }
  const files = ['hive/router.config.yaml', 'apollo/router.yaml', 'cosmo/config.yaml'];
  const [hive, apollo, cosmo] = files.map((file) => parse(read('deploy', 'routers', file)) as Configuration);
  for (const { headers } of [hive, apollo, cosmo] as Configuration[])
    expect(headers.all.request.map((rule) => rule.named ?? rule.propagate?.named)).toEqual(passed);
  expect(Object.fromEntries(Object.entries(hive?.override_subgraph_urls ?? {}).map(([name, { url }]) => [name, url]))).toEqual(urls);
  expect(apollo?.override_subgraph_url).toEqual(urls);
});
