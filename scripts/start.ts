import { InvalidArgumentError } from 'commander';
import type { Config } from '../shared/config';
import { countLoaded } from './ask';
import { configFrom, parsePort, runCommand } from './command';
import { Failure } from './failure';
import type { StartedGraph } from './graph';
import type { Lifetime } from './Lifetime';
import { observe } from './observation';
import { checkPorts } from './ports';
import { startReplicas } from './replicas';
import { splitPorts, startSplit } from './split';
import { claimDataDirectory, openStore, type Store } from './store';

interface Options {
  split?: true;
  replicas?: number;
  host?: string;
  port?: number;
  endWithParent?: true;
  generated?: string | true;
}

const GENERATED_DATABASE = 'ketnoi_generated';

/** The generated nation, in a database of its own on the same server; or the one that DATABASE_URL names. */
function generatedIn(store: Store, name: string | true): Store {
  const url = new URL(store.url);
  if (name === true && store.embeddedPort === null) return store;
  url.pathname = `/${encodeURIComponent(name === true ? GENERATED_DATABASE : name)}`;
  return { ...store, url: url.toString(), description: `${store.description}, generated nation in the database ${url.pathname.slice(1)}` };
}

interface Started extends StartedGraph {
  /** Said of it beside its address. */
  readonly lines: readonly string[];
}

/** The graph's code is read only once nothing stands in the way of starting it. */
async function inProcess(config: Config, store: Store, life: Lifetime): Promise<Started> {
  const { observation, lines } = await observe(config, null, life);
  const { startInProcess } = await import('./graph.js');
  return { ...(await startInProcess(config, store, life, observation)), lines };
}

async function serve({ split, replicas }: Options, config: Config, store: Store, life: Lifetime): Promise<Started> {
  if (replicas !== undefined) return { ...(await startReplicas(replicas, config, store, life)), lines: [] };
  return split === true ? { ...(await startSplit(config, store, life)), lines: [] } : inProcess(config, store, life);
}

async function start(options: Options, life: Lifetime): Promise<void> {
  if (options.endWithParent === true) life.followParent();
  const config = { ...configFrom(options), ...(options.generated === undefined ? {} : { generated: true }) };
  const separate = options.split === true || options.replicas !== undefined;
  if (separate && config.port === 0) throw new Failure('--split and --replicas need a port of their own for the gateway: --port <port>');
  const directory = await claimDataDirectory(config, life);
  await checkPorts(config.host, [[config.port, 'the gateway', 'free it or take another: npm start -- --port <port>']]);
  if (separate) await checkPorts('127.0.0.1', splitPorts(config));

  const opened = await openStore(config, directory, life);
  const store = options.generated === undefined ? opened : generatedIn(opened, options.generated);
  directory.announce({ databasePort: store.embeddedPort });
  const { url, loaded, lines } = await serve(options, config, store, life);
  const counts = cannotCount(config) ?? (await countLoaded(url, config.token));
  life.signal.throwIfAborted();
  directory.announce({ url });
  life.markReady();
  console.log(
    [
      'Kết Nối is running.',
      `  GraphQL   ${url}`,
      `  Loaded    ${counts}${loaded === null ? '' : loaded ? ' (just now)' : ' (corpus unchanged)'}`,
      `  Data      ${store.description}`,
      ...lines,
      '  Stop      Ctrl-C (the data stays; "npm run reset" empties it)',
    ].join('\n'),
  );
}

const MOST_REPLICAS = 64;

function parseReplicas(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST_REPLICAS) return count;
  throw new InvalidArgumentError(`expected a number, 1 to ${String(MOST_REPLICAS)}`);
}

/** Why what is loaded cannot be asked for; null: it can. */
function cannotCount({ identity, token, safety }: Config): string | null {
  if (safety.trustedOnly) return 'not counted: only registered operations are answered';
  return identity.publicReading || token !== null ? null : 'not counted: reading is closed';
}

runCommand('npm start --', (program, life) => {
  program
    .description('Starts the graph: PostgreSQL (embedded unless DATABASE_URL is set), five subgraphs and the gateway.')
    .option('--split', 'run the gateway and each subgraph as a process of its own, over HTTP')
    .option('--replicas <n>', 'run so many processes of the gateway and of each subgraph, each kind behind one port', parseReplicas)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, or HOST)')
    .option('--port <port>', 'port of the gateway (default: 4000, or PORT); --split and --replicas take the five after it too', parsePort)
    .option('--generated [database]', 'serve what npm run generate built, from its database on the same server (default: ketnoi_generated)')
    .option('--end-with-parent', 'stop when the process that started this one is gone (npm start sets it)')
    .action((options: Options) => start(options, life));
});
