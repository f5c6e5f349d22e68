import { execFileSync } from 'node:child_process';
import { ask } from '../../scripts/ask';
import { freePorts } from '../../scripts/ports';
import { isAlive } from '../../scripts/processes';
import { gatewayPort, subgraphPorts } from '../../subgraphs/registry';
import { crossing } from './crossing';
import { launch, occupantOf, onLoadedStore, onTestServer, putAway, run, until, urlIn } from './programs';

afterEach(putAway);

/** Processes that `pid` has started and that still live. */
function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined && isAlive(child) ? [child] : []));
}

test('gateway and subgraphs run as processes of their own; one that dies is reported and replaced, and none survives', async () => {
  const port = await freePorts(6);
  const graph = run('start', ['--split', '--port', String(port)], await onLoadedStore());
  await graph.until(/Stop/);
  const url = urlIn(graph.output);
  expect(url).toBe(`http://127.0.0.1:${String(port)}/graphql`);
  expect(await ask(url, { query: crossing })).toMatchObject({ data: { publicServices: { nodes: [{}] } } });
  const parts = childrenOf(graph.pid);
  expect(parts).toHaveLength(6);
  for (const [name, usual] of Object.entries(subgraphPorts)) {
    const direct = `http://127.0.0.1:${String(port + usual - gatewayPort)}/graphql`;
    await expect(ask(direct, { query: '{ _service { sdl } }' })).rejects.toThrow(/401.*only the gateway may ask this subgraph/);
    expect(`${name} ${String((await fetch(new URL('/health/ready', direct))).status)}`).toBe(`${name} 200`);
  }

  process.kill(parts[2] ?? 0, 'SIGKILL');
  await graph.until(/(subgraph \w+|gateway) \(process \d+\) ended with SIGKILL; started again as process \d+/);
  await until(async () => {
    const answer = await ask(url, { query: crossing }).catch(() => null);
    return answer?.data !== undefined && answer.errors === undefined;
  });

  const now = childrenOf(graph.pid);
  await graph.stop('SIGKILL');
  await until(() => !now.some(isAlive));
});

test('npm start passes Ctrl-C on, and does not leave the graph behind when npm is killed', async () => {
  const server = await onLoadedStore();
  const environment = { ...server, PORT: '0' };
  // Without building first, which would write the files that other tests are running.
  const first = launch('npm', ['start', '--ignore-scripts'], environment);
  await first.until(/Stop/);
  const graph = occupantOf(server.KETNOI_DATA).pid;
  expect(await first.stop('SIGINT')).toBe(0);
  expect(isAlive(graph)).toBe(false);

  const second = launch('npm', ['start', '--ignore-scripts'], environment);
  await second.until(/Stop/);
  const orphan = occupantOf(server.KETNOI_DATA).pid;
  second.child.kill('SIGKILL');
  await until(() => !isAlive(orphan));
});

test('one subgraph is served alone', async () => {
  const subgraph = run('subgraph', ['agencies', '--port', '0'], onTestServer('alone'));
  await subgraph.until(/Stop/);
  const url = urlIn(subgraph.output);
  expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
  expect(await ask(url, { query: '{ agencies(first: 1) { nodes { id } } _service { sdl } }' })).toMatchObject({
    data: { agencies: { nodes: [{ id: expect.stringMatching(/^agency:/) as string }] } },
  });
  expect(await subgraph.stop('SIGTERM')).toBe(0);
});
