export interface Deadline {
  readonly at: number;
  readonly pass: () => void;
}

/** Times at which something is over that hardly ever gets that far: one timer serves them all, set for the next. */
export class Deadlines {
  private readonly open = new Set<Deadline>();
  private timer: NodeJS.Timeout | undefined;
  private next = Infinity;

  /** @param pass called after so many milliseconds, unless it was met */
  set(ms: number, pass: () => void): Deadline {
    const deadline = { at: performance.now() + ms, pass };
    this.open.add(deadline);
    if (deadline.at < this.next) this.wait(deadline.at);
    return deadline;
  }

  meet(deadline: Deadline): void {
    this.open.delete(deadline);
  }

  private wait(until: number): void {
    clearTimeout(this.timer);
    this.next = until;
    this.timer = setTimeout(() => {
      this.look();
    }, until - performance.now()).unref();
  }

  private look(): void {
    const now = performance.now();
    let next = Infinity;
    const over: Deadline[] = [];
    for (const deadline of this.open) {
      if (deadline.at <= now) over.push(deadline);
      else next = Math.min(next, deadline.at);
    }
    this.next = Infinity;
    if (next < Infinity) this.wait(next);
    for (const deadline of over) {
      this.open.delete(deadline);
      deadline.pass();
    }
  }
}
