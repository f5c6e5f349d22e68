import type { Identify } from '../shared/identity/caller';
import type { Clock } from '../shared/clock';
import type { Observation } from '../shared/telemetry/Observation';
import type { LiveLimits } from './live/limits';
import type { SafetyOptions } from './safety/options';
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
  /** Tells who asks, and refuses who may not. Default: tokens are handed on unseen. */
  readonly identify?: Identify;
  /** Shared with the subgraphs; signs the calls that go to them over HTTP. Default: they are not signed. */
  readonly subgraphSecret?: string | null;
  /** How long one call of a subgraph may take; all those of a query together: twice that. What does not come in time is a hole. Default 10 s. */
  readonly timeoutMs?: number;
  /** The largest answer of a subgraph that is read. Default 16 MiB. */
  readonly maxAnswerBytes?: number;
  /** How long a subgraph may be away before the subscriptions that it answers end. Default 30 s. */
  readonly resumeWithinMs?: number;
  /** Bounds of subscriptions; each has its default. */
  readonly live?: Partial<LiveLimits>;
  /** How it protects itself. */
  readonly safety?: SafetyOptions;
  /** What day it is for feeds that name none. Default: the machine's. */
  readonly clock?: Clock;
  /** How long `stop` goes on as before for balancers to see that this one is not ready, before nobody is let in any more. Default: not at all. */
  readonly drainMs?: number;
  /** How long `stop` waits for requests in flight. Default 10 s. */
  readonly stopWithinMs?: number;
  /** Traces, metrics, and a log of requests. Default: none of them. */
  readonly observation?: Observation;
  /** Where there is no observation. Default: warnings and worse. */
  readonly logger?: boolean | { readonly level: string };
}

export interface RunningGateway {
  /** Where operations are sent, and where a browser finds GraphiQL. */
  readonly url: string;
  /** How many subscriptions and WebSockets are open just now. */
  readonly load: () => { readonly subscriptions: number; readonly webSockets: number };
  /** Refuses new requests, lets those in flight finish (within a limit), then frees the port. `atOnce`: without waiting for balancers. */
  stop(how?: { readonly atOnce?: boolean }): Promise<void>;
}
