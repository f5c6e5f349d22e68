import type { SubgraphExecutor } from './subgraphs/Subgraph';

export interface GatewayOptions {
  /** SDL of a Federation 2 supergraph (join spec). */
  readonly supergraph: string;
  /** Executors in this process, by lower-case subgraph name. Any other subgraph is called over HTTP at the URL in the supergraph. */
  readonly inProcess?: Readonly<Record<string, SubgraphExecutor>>;
  /** URLs that replace those in the supergraph, by lower-case subgraph name. */
  readonly urls?: Readonly<Record<string, string>>;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Hides introspection, GraphiQL and suggestions. */
  readonly production: boolean;
  /** How long one call of a subgraph may take. Default 10 s. */
  readonly timeoutMs?: number;
  /** The largest answer of a subgraph that is read. Default 64 MiB. */
  readonly maxAnswerBytes?: number;
  /** How long `stop` waits for requests in flight. Default 10 s. */
  readonly stopWithinMs?: number;
  /** Default: warnings and worse. */
  readonly logger?: boolean | { readonly level: string };
}

export interface RunningGateway {
  /** Where operations are sent, and where a browser finds GraphiQL. */
  readonly url: string;
  /** Refuses new requests, lets those in flight finish (within a limit), then frees the port. */
  stop(): Promise<void>;
}
