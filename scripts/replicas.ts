import cluster from 'node:cluster';
import type { ChildProcess } from 'node:child_process';
import type { Config } from '../shared/config';
import { Failure } from './failure';
import type { StartedGraph } from './graph';
import type { Lifetime } from './Lifetime';
import { fileOf, keepRunning, partsOf, type Launcher, type Part } from './split';
import type { Store } from './store';

const READY_TIMEOUT_MS = 120_000;

/**
 * So many processes of the gateway and of each subgraph. Those of a kind share a port: this process takes its connections and
 * hands them out in turn. One that ends is started again, and until then the others get its share.
 */
export async function startReplicas(count: number, config: Config, store: Store, life: Lifetime): Promise<StartedGraph> {
  const { subgraphs, gateway, url } = partsOf(config, store);
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const total = count * (subgraphs.length + 1);
  let ready = 0;
  const start = async (part: Part, nth: number): Promise<void> => {
    const name = `${part.name}, replica ${String(nth)} of ${String(count)}`;
    const environment = withOwnMetrics(part.environment, (nth - 1) * (subgraphs.length + 1));
    await keepRunning({ ...part, name, environment }, inCluster, life);
    ready += 1;
    if (ready % subgraphs.length === 0) console.error(`ketnoi: ${String(ready)} of ${String(total)} processes are ready`);
  };
  // The first of each migrates and loads; the others find that done.
  await Promise.all(subgraphs.map((part) => start(part, 1)));
  const others = Array.from({ length: count - 1 }, (_, index) => subgraphs.map((part) => start(part, index + 2)));
  await Promise.all(others.flat());
  await Promise.all(Array.from({ length: count }, (_, index) => start(gateway, index + 1)));
  return { url, loaded: null };
}

/** Behind one port a scraper would be told now of one replica, now of another: each has a page of metrics at a port of its own. */
function withOwnMetrics(environment: Part['environment'], offset: number): Part['environment'] {
  const { KETNOI_METRICS: address = '' } = environment;
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host === undefined || port === undefined || Number(port) === 0) return environment;
  return { ...environment, KETNOI_METRICS: `${host}:${String(Number(port) + offset)}` };
}

const inCluster: Launcher = {
  launch: (part) => {
    cluster.setupPrimary({ exec: fileOf(part), args: [...part.args, '--end-with-parent'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    return cluster.fork(part.environment).process;
  },
  ready: listening,
  end: () => 'SIGTERM', // they take a terminal's Ctrl-C for ours
};

/** A part listens when it is ready, and not before. */
function listening({ name }: Part, child: ChildProcess): Promise<void> {
  const worker = Object.values(cluster.workers ?? {}).find((each) => each?.process === child);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Failure(`${name} is not ready after ${String(READY_TIMEOUT_MS / 1000)} s`));
    }, READY_TIMEOUT_MS);
    const settle = (): void => {
      clearTimeout(late);
      resolve();
    };
    worker?.once('listening', settle);
    child.once('exit', settle); // told by whoever keeps it running
  });
}
