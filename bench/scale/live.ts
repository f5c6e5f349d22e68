import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { Graph } from './Graph';
import { quantile } from './measure';
import { ROUNDS, Writer } from './Writer';

export interface Live {
  readonly readers: number;
  readonly fanOutMs: { readonly p50: number; readonly last: number };
  readonly writes: number;
  readonly refused: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly writeP50: number;
  readonly writeP99: number;
  /** Of the writes sent once the first seconds were over, in which a process that has just started works off what it is late with. */
  readonly settledP50: number;
  readonly settledP99: number;
  readonly reads: number;
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

/** For so long the steady writes meet code and sessions that are not warm yet. */
export const WARM_SECONDS = 15;
/** While the writes are written. */
const PAGES_A_SECOND = 20;
const PATIENCE_MS = 30_000;
const changed = 'subscription { obligationChanged { id } }';
const read = `query ($id: ID!) { agency(id: $id) { owes(filter: { standings: [OPEN_OVERDUE, OPEN_IN_TERM] }, first: 50) { nodes { id title dueOn standing } } } }`;

/** Live readers and writes at once: what a new event takes to all readers, and what writes and pages take beside each other. */
export async function live(graph: Graph, options: LiveOptions): Promise<Live> {
  const writer = await Writer.of(graph, options);
  const fanOut = await fanOutTo(graph, writer, options);
  options.report(`${String(options.readers)} live readers: p50 ${fanOut.p50.toFixed(0)} ms, the last ${fanOut.last.toFixed(0)} ms`);
  const reading = { times: [] as number[], over: false };
  const reads = readOn(graph, writer.bodies, reading);
  const written = await writer.steadily();
  reading.over = true;
  await reads;
  const rising = (times: readonly number[]) => [...times].sort((a, b) => a - b);
  const writeTimes = rising(written.writes.map(({ took }) => took));
  const settled = rising(written.writes.flatMap(({ sent, took }) => (sent < WARM_SECONDS ? [] : [took])));
  const readTimes = rising(reading.times);
  return {
    readers: options.readers,
    fanOutMs: fanOut,
    writes: writeTimes.length,
    refused: written.refused,
    seconds: written.seconds,
    perSecond: writeTimes.length / written.seconds,
    writeP50: quantile(writeTimes, 0.5),
    writeP99: quantile(writeTimes, 0.99),
    settledP50: quantile(settled, 0.5),
    settledP99: quantile(settled, 0.99),
    reads: readTimes.length,
    readP50: quantile(readTimes, 0.5),
    readP99: quantile(readTimes, 0.99),
  };
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
    if (!(await writer.write())) continue;
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

/** Reads pages at a steady rate, or one after the other where that cannot be kept. */
async function readOn(graph: Graph, bodies: readonly string[], state: { times: number[]; over: boolean }): Promise<void> {
  const start = performance.now();
  for (let index = 0; !state.over; index += 1) {
    const begun = performance.now();
    await graph.ask(read, { id: bodies[index % bodies.length] });
    state.times.push(performance.now() - begun);
    await sleep(Math.max(0, start + ((index + 1) * 1000) / PAGES_A_SECOND - performance.now()));
  }
}
