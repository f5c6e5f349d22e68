import { circuitBreaker, CircuitState, handleWhen, type CircuitBreakerPolicy, type IBreaker } from 'cockatiel';
import { SubgraphFailure } from '../errors';

/** So many calls in a row that found the part away or silent, and it is taken to be down. */
const FAILURES = 5;

/** After the part answered a probe, one more failure is enough: it may answer probes and nothing else. */
class InARow implements IBreaker {
  state = 0;

  success(circuit: CircuitState): void {
    this.state = circuit === CircuitState.Closed ? 0 : FAILURES - 1;
  }

  failure(): boolean {
    this.state += 1;
    return this.state >= FAILURES;
  }
}

/**
 * Keeps callers from waiting for a part that is down. Nobody is refused without a look: whoever calls then has the part probed
 * (one probe for all who wait), so that the first call after it is back is answered.
 */
export class Circuit {
  private readonly policy: CircuitBreakerPolicy;
  private readonly row = new InARow();
  private probing: { readonly done: Promise<boolean> } | null = null;

  constructor(
    /** A small question to the part. @throws SubgraphFailure */
    private readonly probe: () => Promise<unknown>,
  ) {
    this.policy = circuitBreaker(
      handleWhen((error) => isAway(error)),
      // Less than any time that can have passed, also on a clock that was set back: a probe may be made at once.
      { breaker: this.row, halfOpenAfter: Number.NEGATIVE_INFINITY },
    );
  }

  get closed(): boolean {
    return this.policy.state === CircuitState.Closed;
  }

  /** Whether the part is back. A probe that was under way already may be of the time before, so that its failure says nothing. */
  async isBack(): Promise<boolean> {
    const earlier = this.probing;
    if (earlier !== null && (await earlier.done)) return true;
    return this.closed || this.look().done;
  }

  /** Makes a call, whose failure counts. */
  run<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const answer = call();
    if (!this.closed) return answer;
    return answer.then(
      (given) => {
        this.row.success(CircuitState.Closed);
        return given;
      },
      (error: unknown) => this.failed(error),
    );
  }

  /** Counts what failed. What began before the part was found to be down says nothing new of it. */
  private failed(error: unknown): Promise<never> {
    const failure = (): Promise<never> => Promise.reject(error instanceof Error ? error : new Error(String(error)));
    return this.closed ? this.policy.execute(failure) : failure();
  }

  private look(): { readonly done: Promise<boolean> } {
    return (this.probing ??= {
      done: this.policy
        .execute(this.probe)
        .then(
          () => true,
          () => this.closed,
        )
        .finally(() => {
          this.probing = null;
        }),
    });
  }
}

/** Not there, or there and silent; a part that answers, with whatever, is not down. */
function isAway(error: Error): boolean {
  return error instanceof SubgraphFailure && (error.code === 'SUBGRAPH_UNREACHABLE' || error.code === 'SUBGRAPH_TIMEOUT');
}
