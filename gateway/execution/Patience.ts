import { SubgraphFailure } from '../errors';
import type { Subgraph, SubgraphCall } from '../subgraphs/Subgraph';

/**
 * How long one operation waits for its subgraphs. Each call has its limit, and all calls of a query together twice that.
 * A subgraph that was away or silent once is not waited for again, so that it costs what others know no time.
 */
export class Patience {
  private readonly until: number;
  private gone: Map<Subgraph, SubgraphFailure> | null = null;
  private mutating = false;

  constructor(private readonly limitMs: number) {
    this.until = performance.now() + 2 * limitMs;
  }

  /** @throws SubgraphFailure */
  call(subgraph: Subgraph, { operation, variables, headers }: SubgraphCall): Promise<unknown> {
    // What was written has to be told of, so that with a mutation each call has its time.
    this.mutating ||= operation.mutates;
    if (this.mutating) return subgraph.call({ operation, variables, headers });
    const gone = this.gone?.get(subgraph);
    if (gone !== undefined) throw gone;
    const timeoutMs = Math.min(this.limitMs, Math.ceil(this.until - performance.now()));
    if (timeoutMs <= 0) throw new SubgraphFailure('SUBGRAPH_TIMEOUT', subgraph.name, 'the time for the whole query is over');
    const answer = subgraph.call({ operation, variables, headers, timeoutMs });
    answer.catch((error: unknown) => {
      if (error instanceof SubgraphFailure && (error.code === 'SUBGRAPH_TIMEOUT' || error.code === 'SUBGRAPH_UNREACHABLE'))
        (this.gone ??= new Map()).set(subgraph, error);
    });
    return answer;
  }
}
