import { addDays, daysBetween, type CalendarDate } from '../domain/calendar';
import type { Fault, GraphUnderTest } from './graph/GraphUnderTest';
import type { Line } from './graph/Line';
import type { Plan } from './Plan';
import { Random } from './Random';
import type { Watching } from './Simulation';
import type { Tally } from './Tally';

/** A fault waits for a day on which so many duties are worked on, so that it hits something. */
const BUSY = 8;

/** What befalls the graph, on schedule, each in the middle of a day's work. */
export class Faults {
  private readonly random: Random;
  private readonly due: CalendarDate[];
  private next = 0;
  private requestsUntilStrike: number | null = null;
  private going: Promise<void> | null = null;
  private fault: Fault | null = null;
  private today = '';

  constructor(
    { seed, from, until, faults }: Plan,
    private readonly graph: GraphUnderTest,
    private readonly line: Line,
    private readonly tally: Tally,
    private readonly watching: Watching,
  ) {
    this.random = new Random(seed, 'faults');
    const gap = daysBetween(from, until) / (faults + 1);
    this.due = Array.from({ length: faults }, (_, index) => addDays(from, Math.round((index + 1) * gap)));
  }

  /** Whether a fault belongs to this day. */
  begin(today: CalendarDate, duties: number): boolean {
    const day = this.due[this.next];
    this.today = today;
    if (day === undefined || today < day || duties < BUSY) return false;
    const cut: Fault = {
      name: 'connections cut after the commit',
      strike: () => {
        this.line.cut(BUSY);
        return Promise.resolve();
      },
    };
    const kinds = [...this.graph.faults, cut];
    this.fault = kinds[this.next % kinds.length] ?? cut;
    this.next++;
    this.requestsUntilStrike = this.random.between(2, BUSY);
    return true;
  }

  onRequest(): void {
    const { fault } = this;
    if (this.requestsUntilStrike === null || fault === null || --this.requestsUntilStrike > 0) return;
    this.requestsUntilStrike = null;
    this.line.expectTrouble();
    this.tally.faults.push(`${this.today} ${fault.name}`);
    this.watching.onNews?.(`${this.today}: ${fault.name}`);
    this.going = fault.strike();
  }

  /** The last fault is over, as far as who caused it knows. */
  async settled(): Promise<void> {
    await this.going;
    this.going = null;
  }
}
