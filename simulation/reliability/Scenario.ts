import type { GraphSettings } from '../graph/GraphProcesses';
import type { Bookkeeping } from './Bookkeeping';
import type { Trial } from './Trial';

/** What a scenario has seen. */
export interface Seen {
  readonly books: Bookkeeping;
  /** What ought not to have been. */
  readonly violations: readonly string[];
  /** How long it took after each blow until the graph was ready again, in milliseconds. */
  readonly recoveries?: readonly number[];
  /** The graph has ended; to look at what it holds it has to be started again. */
  readonly again?: true;
}

export interface Scenario {
  readonly about: string;
  /** What clients may be told while it lasts. */
  readonly codes: RegExp;
  /** How the graph is to be started. Undone with `stop`. */
  readonly prepare?: () => Promise<GraphSettings & { readonly undo?: () => void }>;
  /** Null: it can be run here; else why not. */
  readonly hindrance?: () => string | null;
  readonly run: (trial: Trial) => Promise<Seen>;
}
