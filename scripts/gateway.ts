import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { RunningGateway } from '../gateway/gateway';
import type { Config } from '../shared/config';
import type { Observation } from '../shared/telemetry/Observation';
import { subgraphNames, subgraphUrl } from '../subgraphs/registry';
import { clockOf } from './clock';
import { configFrom, parsePort, runCommand } from './command';
import { Failure, reasonOf } from './failure';
import { checkSubgraphSecret, identifyFor } from './identity';
import type { Lifetime } from './Lifetime';
import { safetyFor } from './safety';
import { observe } from './observation';
import { serveGateway, supergraph } from './supergraph';

interface Options {
  supergraph?: string;
  host?: string;
  port?: number;
  timeout?: number;
  production?: true;
  endWithParent?: true;
}

async function start(options: Options, life: Lifetime): Promise<void> {
  if (options.endWithParent === true) life.followParent();
  const given = configFrom(options);
  const config = { ...given, production: options.production ?? given.production };
  const { production } = config;
  // Subgraphs of other projects know no such signature.
  if (options.supergraph === undefined) checkSubgraphSecret(config);
  const { observation, lines } = await observe(config, 'gateway', life);
  const gateway = await serve(options, config, observation);
  await life.onEnd(() => gateway.stop({ atOnce: life.byHand }));
  life.markReady();
  console.log(
    [
      'The gateway is running.',
      `  GraphQL   ${gateway.url}${production ? '' : '   (in a browser: GraphiQL)'}`,
      `  Health    ${new URL('/health/ready', gateway.url).href}`,
      ...lines,
      '  Stop      Ctrl-C',
    ].join('\n'),
  );
}

function serve({ supergraph: file, timeout }: Options, config: Config, observation: Observation): Promise<RunningGateway> {
  const { host, port, production, subgraphSecret } = config;
  const timeoutMs = timeout ?? config.subgraphTimeoutMs;
  const urls = file === undefined ? { ...ownUrls(config), ...config.subgraphUrls } : config.subgraphUrls;
  const sdl = file === undefined ? supergraph() : read(file);
  const identify = identifyFor(config);
  const safety = safetyFor(config);
  return serveGateway({
    supergraph: sdl,
    urls,
    host,
    port,
    production,
    timeoutMs,
    identify,
    subgraphSecret,
    clock: clockOf(config),
    safety,
    observation,
  });
}

/** Where the subgraphs of this project stand unless told otherwise. */
function ownUrls({ subgraphHost }: Config): Record<string, string> {
  return Object.fromEntries(subgraphNames.map((name) => [name, subgraphUrl(name, subgraphHost)]));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`the supergraph cannot be read (${reasonOf(error)}); name a file: --supergraph <file>`);
  }
}

function parseTimeout(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected milliseconds, 1 to 9999999');
}

runCommand('npm run gateway --', (program, life) => {
  program
    .description('Serves a Federation 2 supergraph over HTTP: the graph at /graphql, its health at /health/live and /health/ready.')
    .option('--supergraph <file>', 'SDL of any composed supergraph, with the URLs of its subgraphs (default: that of this project)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, or HOST)')
    .option('--port <port>', 'port to listen on; 0: any free one (default: 4000, or PORT)', parsePort)
    .option('--timeout <ms>', 'how long a subgraph may take (default: 10000, or KETNOI_SUBGRAPH_TIMEOUT_MS)', parseTimeout)
    .option('--production', 'no introspection, no GraphiQL (default: when NODE_ENV is production)')
    .option('--end-with-parent', 'stop when the process that started this one is gone')
    .action((options: Options) => start(options, life));
});
