/** Where a run was when the graph and the oracle parted. */
export interface Place {
  readonly day: string;
  /** The duty in question; null: a count over many. */
  readonly dutyId: string | null;
  /** Number of the act within its duty; null: found by a comparison. */
  readonly step: number | null;
}

/** The graph answered something else than the oracle. */
export class Mismatch extends Error {
  constructor(
    readonly place: Place,
    readonly what: string,
    readonly expected: unknown,
    readonly seen: unknown,
  ) {
    super(`${what}: expected ${JSON.stringify(expected)}, the graph says ${JSON.stringify(seen)}`);
    this.name = 'Mismatch';
  }
}
