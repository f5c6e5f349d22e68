import { SubgraphFailure } from '../errors';
import { Deadlines } from './Deadlines';
import type { Streamed, Subgraph, SubgraphCall, SubgraphExecutor } from './Subgraph';

type StreamOrRefusal = Awaited<ReturnType<NonNullable<SubgraphExecutor['subscribe']>>>;

const deadlines = new Deadlines();

/** A subgraph in this process. */
export class LocalSubgraph implements Subgraph {
  constructor(
    readonly name: string,
    private readonly executor: SubgraphExecutor,
    private readonly timeoutMs: number,
  ) {}

  call(call: SubgraphCall): Promise<unknown> {
    return this.inTime(call, () => this.executor(requestOf(call)));
  }

  async *subscribe(call: SubgraphCall, signal: AbortSignal): AsyncGenerator<Streamed, void> {
    const results = await this.open(call);
    if (!('next' in results)) {
      yield { payload: results, resumeAfter: null };
      return;
    }
    const stop = (): void => void results.return(undefined);
    signal.addEventListener('abort', stop);
    try {
      if (signal.aborted) return;
      for await (const { extensions, ...payload } of results) {
        const bare = payload.data === undefined && payload.errors === undefined;
        yield { payload: bare ? null : payload, resumeAfter: extensions?.resumeAfter ?? null };
      }
    } catch (error) {
      throw this.failure(error);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async open(call: SubgraphCall): Promise<StreamOrRefusal> {
    const { executor } = this;
    if (executor.subscribe === undefined) throw this.failure(new Error('it takes no subscriptions'));
    const opening = executor.subscribe(requestOf(call));
    try {
      return await this.inTime(call, () => opening);
    } catch (error) {
      opening.then(
        (late) => ('next' in late ? late.return() : undefined),
        () => undefined,
      );
      throw error;
    }
  }

  private inTime<T>({ timeoutMs: limit = this.timeoutMs }: SubgraphCall, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const deadline = deadlines.set(limit, () => {
        reject(new SubgraphFailure('SUBGRAPH_TIMEOUT', this.name, `no answer within ${String(limit)} ms`));
      });
      const failed = (error: unknown): void => {
        deadlines.meet(deadline);
        reject(this.failure(error));
      };
      try {
        work().then((done) => {
          deadlines.meet(deadline);
          resolve(done);
        }, failed);
      } catch (error) {
        failed(error);
      }
    });
  }

  private failure(error: unknown): SubgraphFailure {
    if (error instanceof SubgraphFailure) return error;
    return new SubgraphFailure('SUBGRAPH_ERROR', this.name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function requestOf({ operation, variables, headers }: SubgraphCall): Parameters<SubgraphExecutor>[0] {
  return { query: operation.document, variables, headers };
}
