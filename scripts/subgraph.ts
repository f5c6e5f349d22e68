import { Argument } from 'commander';
import type { Config } from '../shared/config';
import { subgraphNames, subgraphPorts, type SubgraphName } from '../subgraphs/registry';
import { openSubgraphs } from '../subgraphs/runtime';
import { serveSubgraph } from '../subgraphs/server';
import { configFrom, parsePort, runCommand } from './command';
import { checkSubgraphSecret } from './identity';
import type { Lifetime } from './Lifetime';
import { observe } from './observation';
import { checkPorts } from './ports';
import { checkedCorpus, openOptions } from './prepared';
import { findStore, type Store } from './store';

interface Options {
  host?: string;
  port?: number;
  endWithParent?: true;
}

/** On a server of our own nobody else fills the views that this subgraph reads. */
async function prepareAll(config: Config, store: Store): Promise<void> {
  const corpus = checkedCorpus();
  const all = await openSubgraphs(openOptions(config, store));
  for (const subgraph of all) await subgraph.prepare(corpus);
  await Promise.all(all.map((subgraph) => subgraph.close()));
}

async function serve(name: SubgraphName, options: Options, life: Lifetime): Promise<void> {
  if (options.endWithParent === true) life.followParent();
  const config = configFrom({ host: options.host });
  checkSubgraphSecret(config);
  const port = options.port ?? subgraphPorts[name];
  await checkPorts(config.host, [[port, `the subgraph ${name}`, `free it or take another: npm run subgraph -- ${name} --port <port>`]]);
  const { observation, lines } = await observe(config, name, life);
  const store = await findStore(config, life);
  if (store.embeddedPort !== null) await prepareAll(config, store);
  const { host, subgraphSecret: secret } = config;
  const serving = await serveSubgraph(name, { ...openOptions(config, store, observation), host, port, corpus: checkedCorpus(), secret });
  await life.onEnd(() => serving.stop());
  life.markReady();
  console.log(
    [
      `The subgraph ${name} is running.`,
      `  GraphQL   ${serving.url}`,
      `  Data      ${store.description}`,
      ...lines,
      '  Stop      Ctrl-C',
    ].join('\n'),
  );
}

runCommand('npm run subgraph --', (program, life) => {
  program
    .description('Serves one subgraph alone.')
    .addArgument(new Argument('<name>', 'which').choices(subgraphNames))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, or HOST)')
    .option('--port <port>', 'port to listen on (default: the one of subgraphs/registry.ts)', parsePort)
    .option('--end-with-parent', 'stop when the process that started this one is gone')
    .action((name: SubgraphName, options: Options) => serve(name, options, life));
});
