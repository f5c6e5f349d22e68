import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { ask } from '../../scripts/ask';
import { signDevelopmentToken } from '../../shared/identity/developmentKey';
import type { Graph } from './Graph';
import { quantile } from './measure';

export interface Live {
  readonly readers: number;
  readonly fanOutMs: { readonly p50: number; readonly last: number };
  readonly writes: number;
  readonly refused: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly writeP50: number;
  readonly writeP99: number;
  readonly readP50: number;
  readonly readP99: number;
}

export interface LiveOptions {
  readonly readers: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Holds the key that development signs with. */
  readonly dataDir: string;
  readonly today: string;
  readonly report: (line: string) => void;
}

interface Duty {
  readonly id: string;
  readonly bearer: string;
}

const BODIES = 300;
const ROUNDS = 5;
const TICK_MS = 20;
/** So many times as long may the writes take as they were to. */
const PATIENCE = 2;
const PATIENCE_MS = 30_000;
const report = `mutation ($input: ReportProgressInput!) { reportProgress(input: $input) { event { id } userErrors { code message } } }`;
const changed = 'subscription { obligationChanged { id } }';
const read = `query ($id: ID!) { agency(id: $id) { owes(filter: { standings: [OPEN_OVERDUE, OPEN_IN_TERM] }, first: 50) { nodes { id title dueOn standing } } } }`;

/** Live readers and writes at once: what a new event takes to all readers, and what writes and pages take beside each other. */
export async function live(graph: Graph, options: LiveOptions): Promise<Live> {
  const writer = await Writer.of(graph, options);
  const fanOut = await fanOutTo(graph, writer, options);
  options.report(`${String(options.readers)} live readers: p50 ${fanOut.p50.toFixed(0)} ms, the last ${fanOut.last.toFixed(0)} ms`);
  const reading = { times: [] as number[], over: false };
  const reads = readOn(graph, writer.bodies, reading);
  const written = await writer.steadily(options.perSecond, options.seconds);
  reading.over = true;
  await reads;
  const [writeTimes, readTimes] = [written.times, reading.times].map((times) => times.sort((a, b) => a - b));
  return {
    readers: options.readers,
    fanOutMs: fanOut,
    writes: writeTimes?.length ?? 0,
    refused: written.refused,
    seconds: written.seconds,
    perSecond: (writeTimes?.length ?? 0) / written.seconds,
    writeP50: quantile(writeTimes ?? [], 0.5),
    writeP99: quantile(writeTimes ?? [], 0.99),
    readP50: quantile(readTimes ?? [], 0.5),
    readP99: quantile(readTimes ?? [], 0.99),
  };
}

/** Reports progress on one open duty after the other, for the bodies that answer for them. */
class Writer {
  private next = 0;

  private constructor(
    private readonly url: string,
    private readonly duties: readonly Duty[],
    private readonly tokens: ReadonlyMap<string, string>,
    private readonly today: string,
  ) {}

  static async of(graph: Graph, { dataDir, today, perSecond, seconds }: LiveOptions): Promise<Writer> {
    const duties: Duty[] = await graph.store.query(
      `WITH bodies AS (SELECT bearer_id FROM duty_term WHERE valid_until = 'infinity' AND completed_on IS NULL AND bearer_id IS NOT NULL
         GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $1)
       SELECT obligation_id AS id, bearer_id AS bearer FROM duty_term t JOIN bodies USING (bearer_id)
       WHERE valid_until = 'infinity' AND completed_on IS NULL ORDER BY md5(obligation_id) LIMIT $2`,
      [BODIES, perSecond * seconds + ROUNDS],
    );
    const bodies = [...new Set(duties.map(({ bearer }) => bearer))];
    const signed = await Promise.all(
      bodies.map((agencyId) => signDevelopmentToken(dataDir, { agencyId, roles: new Set(['REPORTER']), expires: '2h' })),
    );
    return new Writer(graph.url, duties, new Map(bodies.map((body, index) => [body, signed[index] ?? ''])), today);
  }

  get bodies(): string[] {
    return [...this.tokens.keys()];
  }

  /** Milliseconds of a write; null: refused. */
  async write(): Promise<number | null> {
    const { id: obligationId = '', bearer: agencyId = '' } = this.duties[this.next++ % this.duties.length] ?? {};
    const input = { idempotencyKey: randomUUID(), agencyId, obligationId, effectiveOn: this.today, status: 'IN_PROGRESS', percent: 50 };
    const begun = performance.now();
    const { data } = await ask(this.url, { query: report, variables: { input } }, { token: this.tokens.get(agencyId) ?? null });
    const outcome = data?.reportProgress as { event: object | null } | null | undefined;
    return (outcome?.event ?? null) === null ? null : performance.now() - begun;
  }

  async steadily(perSecond: number, seconds: number): Promise<{ times: number[]; refused: number; seconds: number }> {
    const times: number[] = [];
    let refused = 0;
    const begun = performance.now();
    const since = () => (performance.now() - begun) / 1000;
    const pending = new Set<Promise<void>>();
    for (let sent = 0; sent < perSecond * seconds && since() < seconds * PATIENCE;) {
      await sleep(TICK_MS);
      for (const due = Math.min(perSecond * seconds, Math.floor(since() * perSecond)); sent < due && pending.size < perSecond; sent += 1) {
        const one = this.write().then(
          (taken) => {
            if (taken === null) refused += 1;
            else times.push(taken);
          },
          () => {
            refused += 1;
          },
        );
        pending.add(one);
        void one.then(() => pending.delete(one));
      }
    }
    await Promise.all(pending);
    return { times, refused, seconds: since() };
  }
}

async function fanOutTo(graph: Graph, writer: Writer, { readers }: LiveOptions): Promise<{ p50: number; last: number }> {
  const received: number[] = [];
  const clients: Client[] = [];
  let ready = 0;
  for (let index = 0; index < readers; index += 1) {
    const client = createClient({
      url: graph.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    });
    client.on('connected', () => {
      ready += 1;
    });
    client.subscribe(
      { query: changed },
      {
        next: () => {
          received.push(performance.now());
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    clients.push(client);
    if (index % 50 === 49) await sleep(50);
  }
  await until(() => ready >= readers);
  await sleep(2000); // subscriptions follow their connections
  const times: number[] = [];
  let last = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    received.length = 0;
    if ((await writer.write()) === null) continue;
    const recorded = performance.now();
    await until(() => received.length >= readers);
    const taken = received.map((at) => Math.max(0, at - recorded));
    times.push(...taken);
    last = Math.max(last, ...taken);
  }
  for (const client of clients) await client.dispose();
  return {
    p50: quantile(
      times.sort((a, b) => a - b),
      0.5,
    ),
    last,
  };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!condition() && performance.now() < deadline) await sleep(5);
}

async function readOn(graph: Graph, bodies: readonly string[], state: { times: number[]; over: boolean }): Promise<void> {
  for (let index = 0; !state.over; index += 1) {
    const begun = performance.now();
    await graph.ask(read, { id: bodies[index % bodies.length] });
    state.times.push(performance.now() - begun);
  }
}
