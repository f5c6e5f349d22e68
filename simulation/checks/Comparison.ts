import { Mismatch } from '../Mismatch';
import type { Tally } from '../Tally';

/** Holds what the graph says on one day against the oracle. */
export class Comparison {
  constructor(
    private readonly day: string,
    private readonly tally: Tally,
  ) {}

  /** @throws Mismatch naming `what` */
  same(what: string, expected: unknown, seen: unknown, dutyId: string | null = null): void {
    this.tally.compared++;
    if (!alike(expected, seen)) throw new Mismatch({ day: this.day, dutyId, step: null }, what, expected, seen);
  }

  /** Every field of `expected`, as the graph calls it. */
  fields(
    what: string,
    expected: Readonly<Record<string, unknown>>,
    seen: Readonly<Record<string, unknown>>,
    dutyId: string | null = null,
  ): void {
    for (const [name, value] of Object.entries(expected)) this.same(`${what}: ${name}`, value, seen[name], dutyId);
  }
}

/** Means are sums in another order. */
function alike(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  return JSON.stringify(a) === JSON.stringify(b);
}
