const MOST = 20;
const PER_CALL = 0.2;

/**
 * How many calls may be made a second time: one for every five that were made, and some to begin with. When a part is down,
 * the calls for it are at most a fifth more than without retries.
 */
export class RetryBudget {
  private left = MOST;

  /** A call is made for the first time. */
  earn(): void {
    this.left = Math.min(MOST, this.left + PER_CALL);
  }

  /** False: there is nothing left to spend. */
  spend(): boolean {
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
