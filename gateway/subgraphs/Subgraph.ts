import type { DocumentNode, ExecutionResult } from 'graphql';

/** Runs an operation on a subgraph that lives in this process. */
export type SubgraphExecutor = (request: {
  query: string | DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  headers: Record<string, string>;
}) => Promise<ExecutionResult>;

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

export interface Subgraph {
  readonly name: string;
  /** Its answer, as it came. @throws SubgraphFailure when there is none. */
  call(call: SubgraphCall): Promise<unknown>;
  close(): Promise<void>;
}
