import type { CalendarDate } from '../../domain/calendar';
import type { Act } from '../oracle/acts';
import type { LoggedEvent } from '../oracle/log';
import type { Oracle } from '../oracle/Oracle';

/**
 * How an act is sent: PLAIN once; AGAIN a second time after the answer, with the same key; TWINS twice at once, with the same key;
 * LOST with the answer lost on the way, and then again.
 */
export type Manner = 'PLAIN' | 'AGAIN' | 'TWINS' | 'LOST';

/** What an agency has before it when it works on one duty on one day. Every answer is held against the oracle at once. */
export interface Desk {
  readonly today: CalendarDate;
  readonly dutyId: string;
  readonly oracle: Oracle;
  /** A key that no act had before. */
  newKey(): string;
  /** The event that it was accepted as; null: it was refused, as foreseen. */
  send(act: Act, manner?: Manner): Promise<LoggedEvent | null>;
  /** Both at once; the one that was accepted. */
  race(one: Act, other: Act): Promise<LoggedEvent | null>;
  /** Goes on with this duty on another day, or later today. */
  later(on: CalendarDate, step: Step): void;
}

export type Step = (desk: Desk) => Promise<void>;
