import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Pool } from 'undici';
import { Failure } from '../../scripts/failure';
import type { Lifetime } from '../../scripts/Lifetime';
import { environmentWith } from '../../shared/config';

/** Requests that are under way at once. */
export const CLIENTS = 8;
const TRACES_SENT_EVERY_MS = 500;

/** In one process, which is compiled and collected as one: two processes of the same program differ by as much as 20 %. */
export interface Graphs {
  readonly pid: number;
  readonly off: Pool;
  /** Watched as little as `off`: so far two equal graphs are apart. */
  readonly control: Pool;
  readonly on: Pool;
  stop(): Promise<void>;
}

const OFF = {
  KETNOI_LOG: 'warn',
  KETNOI_METRICS: '',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  KETNOI_SLOW_SQL_MS: '',
  KETNOI_SLOW_OPERATION_MS: '',
};

export function ways(collector: string): ReadonlyArray<readonly [name: string, environment: Record<string, string>]> {
  const measured = { ...OFF, KETNOI_METRICS: '0', KETNOI_LOG: 'info', KETNOI_SLOW_SQL_MS: '1000', KETNOI_SLOW_OPERATION_MS: '1000' };
  const traced = {
    ...measured,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_BSP_SCHEDULE_DELAY: String(TRACES_SENT_EVERY_MS),
  };
  return [
    ['metrics and logs', measured],
    ['metrics, logs, one trace in a hundred', { ...traced, ...keeping('0.01') }],
    ['metrics, logs, one trace in ten', { ...traced, ...keeping('0.1') }],
    ['metrics, logs, every trace', { ...traced, OTEL_TRACES_SAMPLER: 'parentbased_always_on' }],
  ];
}

function keeping(part: string): Record<string, string> {
  return { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: part };
}

/**
 * @param data the folder of the graphs' process
 * @param position at which the watched one is started: 0, 1 or 2
 */
export async function launch(environment: Record<string, string>, data: string, position: number, life: Lifetime): Promise<Graphs> {
  const child = spawn(process.execPath, [join(__dirname, 'three.js'), String(position)], {
    env: environmentWith({ ...environment, KETNOI_DATA: data, NODE_ENV: '' }),
    stdio: ['ignore', 'pipe', openSync(`${data}.log`, 'a')],
  });
  await life.onEnd(() => ended(child));
  let printed = '';
  for await (const chunk of child.stdout ?? []) {
    printed += String(chunk);
    if (printed.endsWith('\n')) break;
  }
  const pools = [...printed.matchAll(/http:\S+\/graphql/g)].map(([url]) => new Pool(new URL(url).origin, { connections: CLIENTS }));
  const [off, control, on] = pools;
  if (off === undefined || control === undefined || on === undefined || child.pid === undefined)
    throw new Failure(`the graphs do not start:\n${readFileSync(`${data}.log`, 'utf8')}`);
  return {
    pid: child.pid,
    off,
    control,
    on,
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exit;
}

/** Takes whatever it is sent. */
export async function collect(life: Lifetime): Promise<{ url: string; bytes: () => number }> {
  let bytes = 0;
  const server = createServer((request, response) => {
    request
      .on('data', (chunk: Buffer) => (bytes += chunk.length))
      .on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await life.onEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, bytes: () => bytes };
}
