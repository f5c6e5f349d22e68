import type { RequestListener, ServerResponse } from 'node:http';
import { RetryBudget } from '../../../gateway/subgraphs/RetryBudget';
import { ask, codesOf, compose, executorOf, serve, start, stopAll, type Sources } from '../support';

const sources: Sources = {
  core: {
    sdl: 'type Product @key(fields: "upc") { upc: ID! name: String } type Query { product: Product }',
    resolvers: { Query: { product: () => ({ upc: '1', name: 'Bàn' }) } },
  },
  extra: {
    sdl: `type Product @key(fields: "upc") { upc: ID! price: Int }
      type Query { headline: String } type Mutation { shout(text: String!): String }`,
  },
};

type Handler = (response: ServerResponse, query: string) => unknown;

const well: Handler = (response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"headline":"Tin","__typename":"Query"}}');
const busy: Handler = (response) => response.writeHead(503, { 'content-type': 'text/plain' }).end('busy');
const silent: Handler = () => undefined;

let handler: Handler;
let queries: string[] = [];
const held: ServerResponse[] = [];

const listener: RequestListener = (request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { query } = JSON.parse(body) as { query: string };
    queries.push(query);
    held.push(response);
    handler(response, query);
  });
};

async function startOver(timeoutMs: number): Promise<string> {
  const supergraph = compose(sources, { extra: await serve(listener) });
  return (await start({ supergraph, inProcess: { core: executorOf(sources.core as Sources[string]) }, timeoutMs })).url;
}

beforeEach(() => {
  queries = [];
});
afterEach(() => {
  for (const response of held.splice(0)) response.destroy();
});
afterAll(stopAll);

const probes = (): number => queries.filter((query) => query === '{ __typename }').length;

test('a read that finds the part busy is sent again', async () => {
  const url = await startOver(5000);
  handler = (response, query) => (queries.length < 3 ? busy : well)(response, query);
  expect((await ask(url, '{ headline }')).data).toEqual({ headline: 'Tin' });
  expect(queries).toHaveLength(3);
});

test('a write that finds the part busy is not', async () => {
  const url = await startOver(5000);
  handler = busy;
  expect(codesOf(await ask(url, 'mutation { shout(text: "a") }'))).toEqual(['SUBGRAPH_UNREACHABLE']);
  expect(queries).toHaveLength(1);
});

test('an answer that comes late, but in time, is used', async () => {
  const url = await startOver(5000);
  handler = (response, query) => setTimeout(() => well(response, query), 200);
  expect(await ask(url, '{ headline }')).toMatchObject({ data: { headline: 'Tin' } });
});

test('a part that is down is only probed, by few probes for many who wait, and serves the first who asks when it is back', async () => {
  const url = await startOver(1000);
  handler = silent;
  const first = await Promise.all(Array.from({ length: 5 }, () => ask(url, '{ headline }')));
  expect(first.flatMap(codesOf)).toEqual(Array(5).fill('SUBGRAPH_TIMEOUT'));
  expect([queries.length, probes()]).toEqual([5, 0]);

  const later = await Promise.all(Array.from({ length: 20 }, () => ask(url, '{ headline }')));
  expect(new Set(later.flatMap(codesOf))).toEqual(new Set(['SUBGRAPH_UNREACHABLE']));
  expect(queries.length - probes()).toBe(5);
  expect(probes()).toBeLessThanOrEqual(5);

  handler = well;
  const back = await Promise.all(Array.from({ length: 20 }, () => ask(url, '{ headline }')));
  expect(back.map(({ data }) => data)).toEqual(Array(20).fill({ headline: 'Tin' }));
});

test('a part that answers probes and nothing else is not believed twice', async () => {
  const url = await startOver(1000);
  handler = (response, query) => (query === '{ __typename }' ? well : silent)(response, query);
  await Promise.all(Array.from({ length: 5 }, () => ask(url, '{ headline }')));
  await ask(url, '{ headline }');
  expect([queries.length, probes()]).toEqual([7, 1]);
  await ask(url, '{ headline }');
  expect([queries.length, probes()]).toEqual([9, 2]);
});

test('whoever asks while an old probe hangs is answered when the part is back', async () => {
  const url = await startOver(1500);
  handler = silent;
  await Promise.all(Array.from({ length: 5 }, () => ask(url, '{ headline }')));
  const early = ask(url, '{ headline }');
  while (probes() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  handler = well;
  expect((await ask(url, '{ headline }')).data).toEqual({ headline: 'Tin' });
  await early;
});

test('of five calls one may be made again, and some to begin with', () => {
  const budget = new RetryBudget();
  let spent = 0;
  for (let calls = 0; calls < 1000; calls += 1) {
    budget.earn();
    while (budget.spend()) spent += 1;
  }
  expect(spent).toBeGreaterThanOrEqual(200);
  expect(spent).toBeLessThanOrEqual(220);
});
