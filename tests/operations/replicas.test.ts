import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../scripts/ask';
import { freePorts } from '../../scripts/ports';
import { isAlive } from '../../scripts/processes';
import { signDevelopmentToken } from '../../shared/identity/developmentKey';
import { crossing } from './crossing';
import { onLoadedStore, putAway, run, until, type Program } from './programs';

const PER_KIND = 2;
const ASK_EVERY_MS = 25; // the replicas that start need the processors too
const duty = { obligationId: 'obligation:qd-06-qd-ttg-2022/III.5.b.4', agencyId: 'agency:bo-tu-phap', effectiveOn: '2022-02-01' };
const report = `mutation Report($input: ReportProgressInput!) { reportProgress(input: $input) { event { id } userErrors { message } } }`;

let graph: Program;
let url: string;
let token: string;

beforeAll(async () => {
  const port = await freePorts(6);
  const server = await onLoadedStore();
  graph = run('start', ['--replicas', String(PER_KIND), '--port', String(port)], server);
  await graph.until(/Stop/);
  url = `http://127.0.0.1:${String(port)}/graphql`;
  token = await signDevelopmentToken(server.KETNOI_DATA, { agencyId: duty.agencyId, roles: new Set(['REPORTER']), expires: '1h' });
});

afterAll(putAway);

/** Living replicas by what they were started as: `gateway`, `subgraph agencies`. */
function replicas(): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines) {
    const [, pid, parent, script = '', name = ''] = /^\s*(\d+)\s+(\d+)\s.*\/(gateway|subgraph)\.js(?: (\w+))?/.exec(line) ?? [];
    if (Number(parent) !== graph.pid || !isAlive(Number(pid))) continue;
    const kind = `${script} ${name}`.trim();
    found.set(kind, [...(found.get(kind) ?? []), Number(pid)]);
  }
  return found;
}

const complete = (): boolean => [...replicas().values()].flat().length === 6 * PER_KIND;

/** How many of the questions asked while `work` went on were answered, and how many were not. */
async function askedDuring(work: () => Promise<void>): Promise<{ answered: number; failed: number }> {
  let over = false;
  const tally = { answered: 0, failed: 0 };
  const client = async (): Promise<void> => {
    while (!over) {
      const answer = await ask(url, { query: crossing }).catch(() => null);
      if ((answer?.data ?? null) !== null && answer?.errors === undefined) tally.answered += 1;
      else tally.failed += 1;
      await sleep(ASK_EVERY_MS);
    }
  };
  const clients = [client(), client(), client()];
  await work();
  over = true;
  await Promise.all(clients);
  return tally;
}

async function replaced(kind: string, signal: NodeJS.Signals): Promise<void> {
  const [victim = 0] = replicas().get(kind) ?? [];
  process.kill(victim, signal);
  await until(() => !isAlive(victim) && complete(), 120_000, 200);
}

test('so many processes of the gateway and of each subgraph stand behind the ports of one', async () => {
  const kinds = replicas();
  expect([...kinds.keys()].sort()).toEqual([
    'gateway',
    ...['agencies', 'databases', 'documents', 'obligations', 'services'].map((name) => `subgraph ${name}`),
  ]);
  for (const pids of kinds.values()) expect(pids).toHaveLength(PER_KIND);
  expect(await ask(url, { query: crossing })).toMatchObject({ data: { publicServices: { nodes: [{}] } } });
});

test('a replica of a subgraph that is killed is replaced, and no question fails for it', async () => {
  const tally = await askedDuring(() => replaced('subgraph obligations', 'SIGKILL'));
  expect(tally.failed).toBe(0);
  expect(tally.answered).toBeGreaterThan(0);
  expect(graph.output).toMatch(/subgraph obligations, replica \d of 2 \(process \d+\) ended with SIGKILL; started again/);
});

test('a gateway that is killed is replaced, and takes with it only what it was answering', async () => {
  const tally = await askedDuring(() => replaced('gateway', 'SIGKILL'));
  expect(tally.failed).toBeLessThanOrEqual(3); // one for each client at most
  expect(tally.answered).toBeGreaterThan(0);
});

test('a live reader at one replica is told what was written at whichever other', async () => {
  const stop = new AbortController();
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const body = JSON.stringify({ query: 'subscription { obligationChanged { id } }' });
  const streams = await Promise.all([1, 2, 3, 4].map(() => fetch(url, { method: 'POST', headers, body, signal: stop.signal })));
  const told = streams.map(() => '');
  streams.forEach((stream, index) => {
    void (async () => {
      for await (const chunk of stream.body ?? []) told[index] = (told[index] ?? '') + Buffer.from(chunk).toString();
    })().catch(() => undefined);
  });
  const input = { ...duty, idempotencyKey: 'told to all', status: 'IN_PROGRESS' };
  const answer = await ask(url, { query: report, variables: { input } }, { token });
  expect(answer.errors).toBeUndefined();
  const { reportProgress } = answer.data as { reportProgress: { event: { id: string } } };
  await until(() => told.every((text) => text.includes(reportProgress.event.id)));
  stop.abort();
});

test('told to end, all end, and none is left behind', async () => {
  const all = [...replicas().values()].flat();
  expect(await graph.stop('SIGTERM')).toBe(0);
  expect(all.filter(isAlive)).toEqual([]);
});
