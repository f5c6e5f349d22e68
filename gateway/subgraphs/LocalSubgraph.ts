import { SubgraphFailure } from '../errors';
import type { Subgraph, SubgraphCall, SubgraphExecutor } from './Subgraph';

/** A subgraph in this process. */
export class LocalSubgraph implements Subgraph {
  constructor(
    readonly name: string,
    private readonly executor: SubgraphExecutor,
    private readonly timeoutMs: number,
  ) {}

  async call(call: SubgraphCall): Promise<unknown> {
    const limit = call.timeoutMs ?? this.timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new SubgraphFailure('SUBGRAPH_TIMEOUT', this.name, `no answer within ${String(limit)} ms`));
      }, limit);
    });
    try {
      return await Promise.race([late, this.execute(call)]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async execute(call: SubgraphCall): Promise<unknown> {
    try {
      return await this.executor({ query: call.operation.document, variables: { ...call.variables }, headers: { ...call.headers } });
    } catch (error) {
      throw new SubgraphFailure('SUBGRAPH_ERROR', this.name, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}
