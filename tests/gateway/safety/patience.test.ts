import { once } from 'node:events';
import { connect } from 'node:net';
import { GraphQLError } from 'graphql';
import { ask, compose, executorOf, start, stopAll } from '../support';

const source = { sdl: 'type Query { agency: String }', resolvers: { Query: { agency: () => 'Bộ Tư pháp' } } };
const parts = { supergraph: compose({ agencies: source }), inProcess: { agencies: executorOf(source) } };

afterAll(stopAll);

/** What comes back over a connection on which so much is said, and no more. */
async function answerTo(url: string, said: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  socket.write(said);
  await once(socket, 'close');
  return text;
}

describe('a request that does not come to its end is not waited for:', () => {
  const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\n';
  test.each([
    ['no headers', ''],
    ['headers without end', head],
    ['a body without end', `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"query":`],
  ])('%s', async (_what, said) => {
    const { url } = await start({ ...parts, safety: { headersWithinMs: 200, requestWithinMs: 400 } });
    const text = await answerTo(url, said);
    expect(text).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    expect(text).toContain('"code":"REQUEST_TIMEOUT"');
    expect((await ask(url, '{ agency }')).status).toBe(200);
  });
});

test('what is no HTTP is told so, in the form of every answer', async () => {
  const { url } = await start(parts);
  const text = await answerTo(url, '\0\x01 no HTTP\r\n\r\n');
  expect(text).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toEqual({
    errors: [{ message: 'this is no request of HTTP', extensions: { code: 'BAD_REQUEST' } }],
  });
});

test('who shows token after token that does not hold is held up, and whoever shows none is not', async () => {
  const identify = (authorization: string | undefined): null => {
    if (authorization !== undefined) throw new GraphQLError('the token does not hold', { extensions: { code: 'UNAUTHENTICATED' } });
    return null;
  };
  const rates = { requestsPerMinute: 60, costPerMinute: null, redisUrl: null };
  const { url } = await start({ ...parts, identify, safety: { rates } });
  const answers: Array<Awaited<ReturnType<typeof ask>>> = [];
  for (let index = 0; index < 6; index += 1)
    answers.push(await ask(url, '{ agency }', { headers: { authorization: `Bearer ${String(index)}` } }));
  expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(answers.at(-1)).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  expect((await ask(url, '{ agency }')).status).toBe(200);
});
