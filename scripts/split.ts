import { spawn, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentWith, type Config } from '../shared/config';
import { gatewayPort, subgraphNames, subgraphPorts, type SubgraphName } from '../subgraphs/registry';
import { Failure } from './failure';
import type { StartedGraph } from './graph';
import type { Lifetime } from './Lifetime';
import type { Store } from './store';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
const HOST = '127.0.0.1';

interface Part {
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
  return subgraphNames.map((name) => [
    portOf(name, config),
    `the subgraph ${name}`,
    'free it or move all: npm start -- --split --port <port>',
  ]);
}

/** Gateway and subgraphs as child processes over HTTP. A part that ends is started again; one that keeps ending ends all. */
export async function startSplit(config: Config, store: Store, life: Lifetime): Promise<StartedGraph> {
  const common = { DATABASE_URL: store.url };
  const subgraphs = subgraphNames.map((name): Part => {
    const port = String(portOf(name, config));
    return {
      name: `subgraph ${name}`,
      script: 'subgraph',
      args: [name, '--port', port, '--host', HOST],
      environment: common,
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
    environment: { HOST: config.host, PORT: String(config.port), KETNOI_SUBGRAPH_URLS: urls.join(',') },
    healthUrl: `http://${reachable}:${String(config.port)}/health/ready`,
  };
  await Promise.all(subgraphs.map((part) => keepRunning(part, life)));
  await keepRunning(gateway, life);
  return { url: `http://${reachable}:${String(config.port)}/graphql`, loaded: null };
}

/** Starts a part, waits until it is ready, and from then on replaces it when it ends. */
async function keepRunning(part: Part, life: Lifetime): Promise<void> {
  const ends: number[] = [];
  let child = launch(part);
  await life.onEnd(() => stop(child));
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
  await Promise.race([early, untilReady(part, life)]);
  watch();
}

function launch(part: Part): ChildProcess {
  const file = join(__dirname, part.script + extname(__filename));
  return spawn(process.execPath, [file, ...part.args, '--end-with-parent'], {
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

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(late);
}
