import { connect } from 'node:net';
import { once } from 'node:events';
import type { RunningGateway } from '../../../gateway/gateway';
import { compose, start, stopAll } from '../support';
import {
  Board,
  eachOf,
  bareWebSocket,
  eventually,
  follow,
  followStream,
  liveExecutor,
  serveLive,
  sourcesOf,
  webSocketClient,
} from './support';

const SUBSCRIPTION = 'subscription { pinned { id text } }';
const KIB = 'x'.repeat(1024);

async function serve(board: Board, live: NonNullable<Parameters<typeof start>[0]['live']> = {}): Promise<RunningGateway> {
  const sources = sourcesOf(board);
  const inProcess = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, liveExecutor(source)]));
  return start({ supergraph: compose(sources), inProcess, live });
}

afterAll(stopAll);

test('a WebSocket that does not take its messages is closed as a slow one, and few of them wait in memory', async () => {
  const board = new Board();
  const gateway = await serve(board, { slowAfterMs: 300 });
  const client = await bareWebSocket(gateway.url, SUBSCRIPTION);
  await eventually(() => board.readers === 1);
  client.pause();
  const before = process.memoryUsage().rss;
  board.pin(64 * 1024, KIB); // one string in the board, 64 MiB on the wire
  await eventually(() => board.readers === 0);
  expect(process.memoryUsage().rss - before).toBeLessThan(48 * 1024 * 1024);
  expect(gateway.load().subscriptions).toBe(0);
  const closed = once(client, 'close');
  client.resume();
  const [code, reason] = (await closed) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([4429, 'SLOW_CONSUMER']);
});

test('a reader of a stream that does not take its events is cut off, and resumes where it stopped', async () => {
  const board = new Board();
  const gateway = await serve(board, { slowAfterMs: 300 });
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const query = encodeURIComponent(SUBSCRIPTION);
  socket.write(`GET /graphql/stream?query=${query} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`);
  await eventually(() => board.readers === 1);
  socket.pause();
  board.pin(64 * 1024, KIB);
  await eventually(() => board.readers === 0);
  expect(gateway.load().subscriptions).toBe(0);
  let seen = '';
  socket.on('data', (data) => {
    seen += data.toString();
  });
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'close');
  const last = [...seen.matchAll(/^id: (\d+)\nevent: next\n.*\n\n/gm)].at(-1)?.[1] ?? '';
  const followed = followStream(`${gateway.url}/stream`, 'subscription { pinned { id } }', { 'last-event-id': last });
  await followed.reach(10);
  expect(followed.results.slice(0, 10).map(({ data }) => Number(data?.pinned.id) - Number(last))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  followed.stop();
});

test('a WebSocket whose client has vanished is ended, and its subscription freed', async () => {
  const board = new Board();
  const gateway = await serve(board, { keepAliveMs: 100 });
  const client = await bareWebSocket(gateway.url, SUBSCRIPTION);
  const alive = await bareWebSocket(gateway.url, SUBSCRIPTION);
  await eventually(() => board.readers === 2);
  client.pause(); // it answers no ping
  await eventually(() => board.readers === 1);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(gateway.load()).toEqual({ subscriptions: 1, webSockets: 1 });
  expect(alive.readyState).toBe(alive.OPEN);
  client.terminate();
  alive.terminate();
});

test('a client that breaks off frees its subscriptions at once', async () => {
  const board = new Board();
  const gateway = await serve(board);
  const client = await bareWebSocket(gateway.url, SUBSCRIPTION);
  const stream = followStream(`${gateway.url}/stream`, SUBSCRIPTION);
  await eventually(() => board.readers === 2);
  client.terminate();
  stream.stop();
  await eventually(() => board.readers === 0 && gateway.load().subscriptions === 0, 1000);
});

test('when the gateway stops every connection ends at once, and says that it may be made again', async () => {
  const board = new Board();
  const gateway = await serve(board);
  const client = await bareWebSocket(gateway.url, SUBSCRIPTION);
  const stream = followStream(`${gateway.url}/stream`, SUBSCRIPTION);
  await eventually(() => board.readers === 2);
  const closed = once(client, 'close');
  const begun = Date.now();
  await gateway.stop();
  expect(Date.now() - begun).toBeLessThan(1000);
  expect((await closed)[0]).toBe(1001);
  expect(await stream.ended()).toBeInstanceOf(Error); // not completed
  expect(board.readers).toBe(0);
  client.terminate();
});

test('a WebSocket that does not say goodbye does not hold up the end of the gateway beyond its limit', async () => {
  const board = new Board();
  const sources = sourcesOf(board);
  const inProcess = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, liveExecutor(source)]));
  const gateway = await start({ supergraph: compose(sources), inProcess, stopWithinMs: 300 });
  const client = await bareWebSocket(gateway.url, SUBSCRIPTION);
  await eventually(() => board.readers === 1);
  client.pause();
  const begun = Date.now();
  await gateway.stop();
  expect(Date.now() - begun).toBeLessThan(1500);
  client.terminate();
});

describe('with the subgraph behind HTTP', () => {
  async function split(board: Board, resumeWithinMs?: number) {
    const sources = sourcesOf(board);
    const behind = await serveLive(sources.board as never);
    const inProcess = { places: liveExecutor(sources.places as never) };
    const gateway = await start({ supergraph: compose(sources, { board: behind.url }), inProcess, resumeWithinMs });
    return { behind, gateway };
  }

  test('events come in order, and a subgraph that was away is resumed without a gap', async () => {
    const board = new Board();
    const { behind, gateway } = await split(board);
    const client = webSocketClient(gateway.url);
    const followed = follow(client, 'subscription { pinned { id place { name } } }');
    const silent = follow(client, 'subscription { pinned { id } }');
    await eventually(() => board.readers === 2);
    await behind.vanish(); // before it told anything but where it stands
    await eventually(() => board.readers === 0);
    board.pin(3);
    await behind.comeBack();
    await followed.reach(3);
    board.pin(2);
    await followed.reach(5);
    await behind.vanish();
    await eventually(() => board.readers === 0);
    board.pin(5);
    await behind.comeBack();
    await followed.reach(10);
    await silent.reach(10);
    for (const each of [followed, silent]) expect(eachOf(each, 'pinned')).toMatchObject(board.items.map(({ id }) => ({ id })));
    expect(followed.results[9]?.data).toEqual({ pinned: { id: '10', place: { name: 'Nơi even' } } });
    await client.dispose();
    await eventually(() => board.readers === 0);
    await behind.vanish();
  });

  test('a subgraph that stays away ends the subscription with a code', async () => {
    const board = new Board();
    const { behind, gateway } = await split(board, 500);
    const client = webSocketClient(gateway.url);
    const followed = follow(client, SUBSCRIPTION);
    await eventually(() => board.readers === 1);
    await behind.vanish();
    expect(await followed.ended()).toEqual([expect.objectContaining({ extensions: { code: 'SUBGRAPH_UNREACHABLE', subgraph: 'board' } })]);
    const again = follow(client, SUBSCRIPTION);
    expect(await again.ended()).toEqual([expect.objectContaining({ extensions: { code: 'SUBGRAPH_UNREACHABLE', subgraph: 'board' } })]);
    await client.dispose();
  });

  test('its refusal reaches the client', async () => {
    const board = new Board();
    const { behind, gateway } = await split(board);
    const client = webSocketClient(gateway.url);
    const followed = follow(client, 'subscription { pinned(fail: "at once") { id } }');
    expect(await followed.ended()).toEqual([{ message: 'no board is called so', extensions: { code: 'BAD_USER_INPUT' } }]);
    await client.dispose();
    await behind.vanish();
  });
});
