import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { compose, executorOf, start, stopAll, type Sources } from './support';

const sources: Sources = {
  agencies: {
    sdl: 'type Query { echo: String slow: String }',
    resolvers: { Query: { echo: () => 'a', slow: () => new Promise((resolve) => setTimeout(resolve, 900, 'chậm')) } },
  },
};

afterAll(stopAll);

test('a gateway that is asked to stop lets balancers leave, then answers what comes on open connections and closes each with its answer', async () => {
  const inProcess = { agencies: executorOf(sources.agencies as Sources[string]) };
  const gateway = await start({ supergraph: compose(sources), inProcess, drainMs: 400 });
  const { origin } = new URL(gateway.url);
  const clients = [new Client(origin), new Client(origin), new Client(origin)] as const;
  const ask = async (client: Client, field: string) => {
    const body = JSON.stringify({ query: `{ ${field} }` });
    const answer = await client.request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body });
    const { data } = (await answer.body.json()) as { data: unknown };
    return [answer.statusCode, data, answer.headers.connection];
  };
  await Promise.all(clients.map((client) => ask(client, 'echo')));
  const stopped = gateway.stop();

  const health = await clients[2].request({ method: 'GET', path: '/health/ready' });
  expect([health.statusCode, await health.body.json()]).toEqual([503, { status: 'stopping' }]);
  expect(await ask(clients[1], 'echo')).toEqual([200, { echo: 'a' }, 'keep-alive']);
  const under = ask(clients[0], 'slow');
  await sleep(450);
  expect(await ask(clients[1], 'echo')).toEqual([200, { echo: 'a' }, 'close']);
  await expect(ask(clients[1], 'echo')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await under).toEqual([200, { slow: 'chậm' }, 'close']);
  await stopped;
  await Promise.all(clients.map((client) => client.destroy()));
});

test('a gateway that is stopped by hand answers what it has begun and waits for nobody else', async () => {
  const inProcess = { agencies: executorOf(sources.agencies as Sources[string]) };
  const gateway = await start({ supergraph: compose(sources), inProcess, drainMs: 30_000 });
  const { origin } = new URL(gateway.url);
  const idle = new Client(origin);
  const busy = new Client(origin);
  const ask = async (client: Client, field: string) => {
    const body = JSON.stringify({ query: `{ ${field} }` });
    const answer = await client.request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body });
    return ((await answer.body.json()) as { data: unknown }).data;
  };
  await ask(idle, 'echo');
  const under = ask(busy, 'slow');
  await sleep(100);
  await gateway.stop({ atOnce: true });
  expect(await under).toEqual({ slow: 'chậm' });
  await Promise.all([idle.destroy(), busy.destroy()]);
});
