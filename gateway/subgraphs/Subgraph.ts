import type { DocumentNode, ExecutionResult } from 'graphql';
import type { Stream, StreamedResult } from '../../shared/eventStream';

interface SubgraphRequest {
  readonly query: string | DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Runs operations on a subgraph that lives in this process. */
export interface SubgraphExecutor {
  (request: SubgraphRequest): Promise<ExecutionResult>;
  /** For a subscription: its results as they come, or what is wrong with it. */
  subscribe?(request: SubgraphRequest): Promise<ExecutionResult | Stream<StreamedResult>>;
}

/** An operation for a subgraph, in the forms its callers need; made once and called many times. */
export interface SubgraphOperation {
  readonly document: DocumentNode;
  /** The operation as a JSON string literal. */
  readonly json: string;
  readonly mutates: boolean;
}

export interface SubgraphCall {
  readonly operation: SubgraphOperation;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Overrides the subgraph's own limit. */
  readonly timeoutMs?: number;
}

/** An answer that a subgraph sent by itself. */
export interface Streamed {
  /** As it came; null: nothing but the position. */
  readonly payload: unknown;
  /** What goes on after this answer without a gap, sent as Last-Event-ID; null: not told. */
  readonly resumeAfter: string | null;
}

export interface Subgraph {
  readonly name: string;
  /** Its answer, as it came. @throws SubgraphFailure when there is none. */
  call(call: SubgraphCall): Promise<unknown>;
  /** Its answers to a subscription until it ends them, or the signal does. @throws SubgraphFailure when no more can come. */
  subscribe(call: SubgraphCall, signal: AbortSignal): AsyncGenerator<Streamed, void>;
  close(): Promise<void>;
}
