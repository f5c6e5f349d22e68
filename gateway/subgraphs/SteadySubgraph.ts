import { decorrelatedJitterGenerator, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { SubgraphFailure } from '../errors';
import { Circuit } from './Circuit';
import { PROBE } from './probe';
import { RetryBudget } from './RetryBudget';
import type { Streamed, Subgraph, SubgraphCall } from './Subgraph';

const RETRIES = 3;
const BACKOFF = { initialDelay: 20, maxDelay: 300, generator: decorrelatedJitterGenerator };
const PROBE_LIMIT_MS = 1000;

/**
 * A subgraph over the network that may be away for a moment. Reads that do not reach it are sent again, after pauses by chance and
 * within the time and the budget there is; writes never are. While it is down, callers are told so without waiting for it.
 */
export class SteadySubgraph implements Subgraph {
  readonly name: string;
  private readonly budget = new RetryBudget();
  private readonly circuit: Circuit;

  constructor(
    private readonly inner: Subgraph,
    private readonly timeoutMs: number,
  ) {
    this.name = inner.name;
    // So that there is time for two of them, and for the call after that.
    const probeMs = Math.min(Math.ceil(timeoutMs / 3), PROBE_LIMIT_MS);
    this.circuit = new Circuit(() => inner.call({ operation: PROBE, variables: undefined, headers: {}, timeoutMs: probeMs }));
  }

  async call(call: SubgraphCall): Promise<unknown> {
    const deadline = performance.now() + (call.timeoutMs ?? this.timeoutMs);
    if (!this.circuit.closed) await this.untilBack(deadline);
    if (call.operation.mutates) return this.circuit.run(() => this.inner.call(call));
    this.budget.earn();
    try {
      return await this.attempt(call, deadline);
    } catch (error) {
      return this.again(call, deadline, error);
    }
  }

  /** After a first attempt that failed. */
  private again(call: SubgraphCall, deadline: number, failure: unknown): Promise<unknown> {
    return retry(
      handleWhen((error) => this.mayPass(error) && performance.now() + BACKOFF.maxDelay < deadline && this.budget.spend()),
      { maxAttempts: RETRIES, backoff: new ExponentialBackoff(BACKOFF) },
    ).execute(({ attempt }) => (attempt === 0 ? Promise.reject(failure as Error) : this.attempt(call, deadline)));
  }

  private attempt(call: SubgraphCall, deadline: number): Promise<unknown> {
    const timeoutMs = Math.max(1, Math.ceil(deadline - performance.now()));
    return this.circuit.run(() => this.inner.call({ ...call, timeoutMs }));
  }

  subscribe(call: SubgraphCall, signal: AbortSignal): AsyncGenerator<Streamed, void> {
    return this.inner.subscribe(call, signal);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** What passes by itself, soon. Of a part that is down that is not to be expected. */
  private mayPass(error: Error): boolean {
    return this.circuit.closed && error instanceof SubgraphFailure && error.code === 'SUBGRAPH_UNREACHABLE';
  }

  /** @throws SubgraphFailure when it is not */
  private async untilBack(deadline: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        resolve(false);
      }, deadline - performance.now());
    });
    const back = await Promise.race([this.circuit.isBack(), late]);
    clearTimeout(timer);
    if (!back) throw new SubgraphFailure('SUBGRAPH_UNREACHABLE', this.name, 'it is down, and did not answer a probe');
  }
}
