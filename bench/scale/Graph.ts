import type { Config } from '../../shared/config';
import type { DataSource } from 'typeorm';
import { openOptions } from '../../scripts/prepared';
import type { Lifetime } from '../../scripts/Lifetime';
import { serveGateway, supergraph } from '../../scripts/supergraph';
import { ask } from '../../scripts/ask';
import { Failure } from '../../scripts/failure';
import { readCorpus } from '../../ingest/read';
import { projectRoot } from '../../shared/config';
import { join } from 'node:path';
import { openSubgraphs } from '../../subgraphs/runtime';
import { StatementLog } from './StatementLog';

/** The whole graph over one generated nation, as `npm start` serves it: five subgraphs and the gateway over HTTP. */
export class Graph {
  private constructor(
    readonly url: string,
    readonly store: DataSource,
    readonly log: StatementLog,
    readonly stop: () => Promise<void>,
  ) {}

  static async over(databaseUrl: string, config: Config, life: Lifetime): Promise<Graph> {
    const store = { url: databaseUrl, description: '', embeddedPort: null };
    const options = { ...openOptions({ ...config, generated: true }, store), poolSize: 10 };
    const subgraphs = await openSubgraphs(options);
    const corpus = readCorpus(join(projectRoot, 'corpus'));
    for (const subgraph of subgraphs) await subgraph.prepare(corpus);
    const gateway = await serveGateway({
      supergraph: supergraph(),
      inProcess: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, subgraph.execute])),
      host: '127.0.0.1',
      port: 0,
      production: false,
      timeoutMs: 120_000,
      clock: options.clock,
      identify: options.identify,
    });
    let stopped: Promise<void> | null = null;
    const stop = () =>
      (stopped ??= gateway.stop().then(async () => {
        await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
      }));
    await life.onEnd(stop);
    const obligations = subgraphs.find(({ name }) => name === 'obligations');
    if (obligations === undefined) throw new Error('no subgraph of obligations');
    return new Graph(gateway.url, obligations.source, new StatementLog(subgraphs.map(({ source }) => source)), stop);
  }

  /** @throws Failure for an answer with errors */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const answer = await ask(this.url, { query, variables });
    if (answer.errors !== undefined) throw new Failure(`${answer.errors[0]?.message ?? 'an error'}\n${query} ${JSON.stringify(variables)}`);
    return answer.data as Data;
  }
}
