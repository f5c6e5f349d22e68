import { serverAudits } from 'graphql-http';
import { start, compose, executorOf, stopAll } from '../support';

const source = {
  sdl: 'type Query { agency: String } type Mutation { rename: String }',
  resolvers: { Query: { agency: () => 'Bộ Tư pháp' }, Mutation: { rename: () => 'Bộ Tư pháp' } },
};
const sources = { agencies: source };

afterAll(stopAll);

/** The names of the audits are known before there is a server. */
const audits = serverAudits({ url: '' }).map(({ id, name }) => [id, name] as const);

test('GraphQL over HTTP has 61 audits', () => {
  expect(new Set(audits.map(([id]) => id)).size).toBe(61);
});

/** They ask for a type of the schema, which production does not tell. */
const ASKING_FOR_SCHEMA = ['BF61', '2EA1', '28B9', 'D6D5', '6A70'];

describe.each([
  ['in development', false],
  ['in production', true],
])('GraphQL over HTTP, %s', (_where, production) => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ supergraph: compose(sources), inProcess: { agencies: executorOf(source) }, production }));
  });

  test.each(audits.filter(([id]) => !production || !ASKING_FOR_SCHEMA.includes(id)))('%s: %s', async (id) => {
    const audit = serverAudits({ url, fetchFn: fetch }).find((one) => one.id === id);
    expect(await audit?.fn()).toMatchObject({ status: 'ok' });
  });
});
