import type { Config } from '../shared/config';
import { countLoaded } from './ask';
import { configFrom, parsePort, runCommand } from './command';
import { Failure } from './failure';
import type { StartedGraph } from './graph';
import type { Lifetime } from './Lifetime';
import { checkPorts } from './ports';
import { splitPorts, startSplit } from './split';
import { claimDataDirectory, openStore, type Store } from './store';

interface Options {
  split?: true;
  host?: string;
  port?: number;
  endWithParent?: true;
}

/** The graph's code is read only once nothing stands in the way of starting it. */
async function inProcess(config: Config, store: Store, life: Lifetime): Promise<StartedGraph> {
  const { startInProcess } = await import('./graph.js');
  return startInProcess(config, store, life);
}

async function start(options: Options, life: Lifetime): Promise<void> {
  if (options.endWithParent === true) life.followParent();
  const config = configFrom(options);
  if (options.split === true && config.port === 0) throw new Failure('--split needs a port of its own for the gateway: --port <port>');
  const directory = await claimDataDirectory(config, life);
  await checkPorts(config.host, [[config.port, 'the gateway', 'free it or take another: npm start -- --port <port>']]);
  if (options.split === true) await checkPorts('127.0.0.1', splitPorts(config));

  const store = await openStore(config, directory, life);
  directory.announce({ databasePort: store.embeddedPort });
  const { url, loaded } = options.split === true ? await startSplit(config, store, life) : await inProcess(config, store, life);
  const counts = await countLoaded(url);
  life.signal.throwIfAborted();
  directory.announce({ url });
  life.markReady();
  console.log(
    [
      'Kết Nối is running.',
      `  GraphQL   ${url}`,
      `  Loaded    ${counts}${loaded === null ? '' : loaded ? ' (just now)' : ' (corpus unchanged)'}`,
      `  Data      ${store.description}`,
      '  Stop      Ctrl-C (the data stays; "npm run reset" empties it)',
    ].join('\n'),
  );
}

runCommand('npm start --', (program, life) => {
  program
    .description('Starts the graph: PostgreSQL (embedded unless DATABASE_URL is set), five subgraphs and the gateway.')
    .option('--split', 'run the gateway and each subgraph as a process of its own, over HTTP')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, or HOST)')
    .option('--port <port>', 'port of the gateway (default: 4000, or PORT); --split takes the five after it too', parsePort)
    .option('--end-with-parent', 'stop when the process that started this one is gone (npm start sets it)')
    .action((options: Options) => start(options, life));
});
