import type { CalendarDate } from '../../domain/calendar';
import type { Role } from '../oracle/acts';

/** What can happen to a graph besides lines that are cut. */
export interface Fault {
  readonly name: string;
  strike(): Promise<void>;
}

/** A graph with nothing reported yet, whose clock is ours. */
export interface GraphUnderTest {
  readonly url: string;
  readonly faults: readonly Fault[];
  setDay(today: CalendarDate): void;
  tokenFor(agencyId: string, role: Role): Promise<string>;
  /** Runs `npm run audit:verify` on it; answers what it printed, null where it cannot be run. @throws Error when it finds anything */
  audit(): Promise<string | null>;
  stop(): Promise<void>;
}
