import { startGateway, type GatewayOptions } from '../../gateway/gateway';
import { openTestSubgraphs, schemaFile, type OpenedSubgraphs } from './subgraphs';

export interface Answer {
  readonly status: number;
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are as free as GraphQL
  readonly errors?: ReadonlyArray<{ message: string; path?: Array<string | number>; extensions: { code: string; [key: string]: unknown } }>;
}

/** The whole graph on a free port: five subgraphs in process behind the gateway, asked over HTTP like any client. */
export interface TestGraph extends OpenedSubgraphs {
  readonly url: string;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

export async function startTestGraph(options: Partial<GatewayOptions> = {}): Promise<TestGraph> {
  const subgraphs = await openTestSubgraphs();
  const gateway = await startGateway({
    supergraph: schemaFile('supergraph.graphql'),
    inProcess: Object.fromEntries(subgraphs.all.map((subgraph) => [subgraph.name, subgraph.execute])),
    host: '127.0.0.1',
    port: 0,
    production: false,
    timeoutMs: 60_000,
    ...options,
  });
  return {
    ...subgraphs,
    url: gateway.url,
    ask: async (query, variables, headers) => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
    },
    close: async () => {
      await gateway.stop();
      await subgraphs.close();
    },
  };
}

/** An operation of schema/operations/, by name. */
export function operation(name: string): string {
  return schemaFile(`operations/${name}.graphql`);
}
