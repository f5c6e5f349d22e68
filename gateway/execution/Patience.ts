import { SubgraphFailure } from '../errors';
import type { Subgraph, SubgraphCall } from '../subgraphs/Subgraph';

/**
 * How long one operation waits for its subgraphs. Each call has its limit, and all calls of a query together twice that.
 * A subgraph that was away or silent once is not waited for again, so that it costs what others know no time.
 */
export class Patience {
  private readonly until: number;
  private readonly gone = new Map<Subgraph, SubgraphFailure>();
  private mutating = false;

  constructor(private readonly limitMs: number) {
    this.until = performance.now() + 2 * limitMs;
  }

  /** @throws SubgraphFailure */
  async call(subgraph: Subgraph, call: SubgraphCall): Promise<unknown> {
    // What was written has to be told of, so that with a mutation each call has its time.
    this.mutating ||= call.operation.mutates;
    if (this.mutating) return subgraph.call(call);
    const gone = this.gone.get(subgraph);
    if (gone !== undefined) throw gone;
    const timeoutMs = Math.min(this.limitMs, Math.ceil(this.until - performance.now()));
    if (timeoutMs <= 0) throw new SubgraphFailure('SUBGRAPH_TIMEOUT', subgraph.name, 'the time for the whole query is over');
    try {
      return await subgraph.call({ ...call, timeoutMs });
    } catch (error) {
      if (error instanceof SubgraphFailure && (error.code === 'SUBGRAPH_TIMEOUT' || error.code === 'SUBGRAPH_UNREACHABLE'))
        this.gone.set(subgraph, error);
      throw error;
    }
  }
}
