import { randomBytes } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith, type Config } from '../shared/config';
import { gatewayPort, subgraphNames, subgraphPorts, type SubgraphName } from '../subgraphs/registry';
import { Failure } from './failure';
import type { StartedGraph } from './graph';
import type { Lifetime } from './Lifetime';
import { serviceNameOf } from './observation';
import type { Store } from './store';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const HOST = '127.0.0.1';

/** A process of the graph, and how one sees that it is ready. */
export interface Part {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthUrl: string;
}

/** A gateway on another port moves its subgraphs along, so that two graphs can stand side by side. */
function portOf(name: SubgraphName, config: Config): number {
  return config.port === 0 ? subgraphPorts[name] : config.port + subgraphPorts[name] - gatewayPort;
}

export function splitPorts(config: Config): Array<readonly [number, string, string]> {
  return subgraphNames.map((name) => [portOf(name, config), `the subgraph ${name}`, 'free it or move all: npm start -- --port <port>']);
}

/** The processes of a graph that is split over HTTP, and where it is reached. */
export function partsOf(config: Config, store: Store): { subgraphs: Part[]; gateway: Part; url: string } {
  const secret = {
    KETNOI_SUBGRAPH_SECRET: config.subgraphSecret ?? randomBytes(32).toString('hex'),
    KETNOI_SUBGRAPH_SECRET_FILE: '',
  };
  const common = { ...secret, DATABASE_URL: store.url, DATABASE_URL_FILE: '', KETNOI_GENERATED: String(config.generated) };
  const subgraphs = subgraphNames.map((name): Part => {
    const port = String(portOf(name, config));
    return {
      name: `subgraph ${name}`,
      script: 'subgraph',
      args: [name, '--port', port, '--host', HOST],
      environment: { ...common, ...telemetryOf(name, subgraphPorts[name] - gatewayPort, config) },
      healthUrl: `http://${HOST}:${port}/health/ready`,
    };
  });
  const urls = subgraphNames.map((name) => `${name}=http://${HOST}:${String(portOf(name, config))}/graphql`);
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const reachable = everywhere ? HOST : config.host.includes(':') ? `[${config.host}]` : config.host;
  const gateway: Part = {
    name: 'gateway',
    script: 'gateway',
    args: [],
    environment: {
      ...secret,
      ...telemetryOf('gateway', 0, config),
      HOST: config.host,
      PORT: String(config.port),
      KETNOI_SUBGRAPH_URLS: urls.join(','),
    },
    healthUrl: `http://${reachable}:${String(config.port)}/health/ready`,
  };
  return { subgraphs, gateway, url: `http://${reachable}:${String(config.port)}/graphql` };
}

/** Gateway and subgraphs as child processes over HTTP. A part that ends is started again; one that keeps ending ends all. */
export async function startSplit(config: Config, store: Store, life: Lifetime): Promise<StartedGraph> {
  const { subgraphs, gateway, url } = partsOf(config, store);
  const alone: Launcher = { launch, ready: (part) => untilReady(part, life), end: () => (life.byHand ? 'SIGINT' : 'SIGTERM') };
  await Promise.all(subgraphs.map((part) => keepRunning(part, alone, life)));
  await keepRunning(gateway, alone, life);
  return { url, loaded: null };
}

/** How a part becomes a process. */
export interface Launcher {
  readonly launch: (part: Part) => ChildProcess;
  /** Resolves when the process that was launched answers. */
  readonly ready: (part: Part, child: ChildProcess) => Promise<void>;
  /** What it is told to end with. */
  readonly end: () => NodeJS.Signals;
}

/** Each part has a name and a page of metrics to itself. */
function telemetryOf(part: string, offset: number, { telemetry: { scrape, serviceName } }: Config): Record<string, string> {
  const named = { OTEL_SERVICE_NAME: serviceNameOf(part, serviceName) };
  if (scrape === null) return named;
  const host = scrape.host.includes(':') ? `[${scrape.host}]` : scrape.host;
  return { ...named, KETNOI_METRICS: `${host}:${String(scrape.port === 0 ? 0 : scrape.port + offset)}` };
}

/** Starts a part, waits until it is ready, and from then on replaces it when it ends. */
export async function keepRunning(part: Part, { launch, ready, end }: Launcher, life: Lifetime): Promise<void> {
  const ends: number[] = [];
  let child = launch(part);
  await life.onEnd(() => stop(child, end()));
  const watch = (): void => {
    child.once('exit', (code, signal) => {
      if (life.signal.aborted) return;
      const how = `${part.name} (process ${String(child.pid)}) ended with ${signal ?? `code ${String(code)}`}`;
      const now = Date.now();
      ends.push(now);
      const recent = ends.filter((at) => now - at < RESTART_WINDOW_MS).length;
      if (recent > RESTARTS) {
        void life.fail(new Failure(`${how}, for the ${String(recent)}th time in a minute; stopping everything`));
        return;
      }
      child = launch(part);
      console.error(`ketnoi: ${how}; started again as process ${String(child.pid)}`);
      watch();
    });
  };
  const early = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Failure(`${part.name} ended with ${signal ?? `code ${String(code)}`} before it was ready`));
    });
  });
  await Promise.race([early, ready(part, child)]);
  watch();
}

export function fileOf(part: Part): string {
  return join(__dirname, part.script + extname(__filename));
}

function launch(part: Part): ChildProcess {
  return spawn(process.execPath, [fileOf(part), ...part.args, '--end-with-parent'], {
    env: environmentWith(part.environment),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  });
}

async function untilReady({ name, healthUrl }: Part, life: Lifetime): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    life.signal.throwIfAborted();
    const ready = await fetch(healthUrl, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  throw new Failure(`${name} is not ready after ${String(READY_TIMEOUT_MS / 1000)} s (${healthUrl})`);
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
