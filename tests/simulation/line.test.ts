import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Line } from '../../simulation/graph/Line';

const question = { query: '{ agency }', variables: {} };

/** Asks a graph that answers with these errors first. */
async function ask(...codes: readonly string[]) {
  const answers = [...codes.map((code) => ({ errors: [{ message: 'sau', extensions: { code } }] })), { data: { agency: 'Bộ Tư pháp' } }];
  const server = createServer((_request, response) => response.end(JSON.stringify(answers.shift()))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line = await Line.to(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`);
  try {
    const { data } = await line.ask(question, null);
    return { data, retries: line.retries, late: line.late };
  } finally {
    await line.close();
    server.close();
  }
}

test('a graph that had no time is asked again, and how often that was is told', async () => {
  expect(await ask('SUBGRAPH_TIMEOUT', 'STORE_BUSY', 'BUSY')).toEqual({ data: { agency: 'Bộ Tư pháp' }, retries: 3, late: 3 });
});

test.each(['SUBGRAPH_UNREACHABLE', 'SUBGRAPH_ERROR', 'SUBGRAPH_BAD_RESPONSE', 'STORE_UNAVAILABLE', 'STORE_FULL'])(
  '%s is trouble for which there was no cause',
  async (code) => {
    await expect(ask(code)).rejects.toThrow(`no fault was going on, yet: ${code}`);
  },
);
