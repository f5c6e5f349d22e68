/** What happened in a run, counted. */
export class Tally {
  accepted = 0;
  /** Answers again to a key that had been accepted. */
  repeated = 0;
  refusals = new Map<string, number>();
  /** Values of the graph that were held against the oracle. */
  compared = 0;
  comparisons = 0;
  readonly faults: string[] = [];
  readonly kinds = new Map<string, number>();

  refused(codes: readonly string[]): void {
    for (const code of codes) count(this.refusals, code);
  }

  took(kind: string): void {
    this.accepted++;
    count(this.kinds, kind);
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
