/** A write that the graph has acknowledged. */
export interface Acknowledged {
  readonly obligationId: string;
  readonly eventId: string;
  readonly note: string;
}

export interface Figures {
  readonly requests: number;
  readonly reads: number;
  readonly failures: number;
  /** How often each kind of failure was seen: its code, or how the connection failed. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly longestMs: number;
  /** The longest time in which nothing was answered. */
  readonly outageMs: number;
  readonly acknowledged: number;
}

/** Keeps the books of a load: what was asked, what became of it, how long it took. */
export class Bookkeeping {
  readonly acknowledged: Acknowledged[] = [];
  private requests = 0;
  private reads = 0;
  private failures = 0;
  private longestMs = 0;
  private outageMs = 0;
  private lastGood = performance.now();
  private readonly kinds = new Map<string, number>();

  /** @param failure null: it was answered in full */
  note(kind: 'read' | 'write', ms: number, failure: string | null): void {
    const now = performance.now();
    this.requests += 1;
    if (kind === 'read') this.reads += 1;
    this.longestMs = Math.max(this.longestMs, ms);
    if (failure === null) {
      this.outageMs = Math.max(this.outageMs, now - this.lastGood);
      this.lastGood = now;
    } else {
      this.failures += 1;
      this.kinds.set(failure, (this.kinds.get(failure) ?? 0) + 1);
    }
  }

  get figures(): Figures {
    const { requests, reads, failures, longestMs, outageMs } = this;
    return {
      requests,
      reads,
      failures,
      kinds: Object.fromEntries(this.kinds),
      longestMs,
      outageMs,
      acknowledged: this.acknowledged.length,
    };
  }
}
