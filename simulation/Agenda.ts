import type { CalendarDate } from '../domain/calendar';
import type { Step } from './agencies/Desk';

/** What is to be done on which day about which duty. */
export class Agenda {
  private readonly days = new Map<CalendarDate, Map<string, Step[]>>();

  constructor(private readonly until: CalendarDate) {}

  /** What falls after the end of the run is let go. */
  add(on: CalendarDate, dutyId: string, step: Step): void {
    if (on > this.until) return;
    const day = this.days.get(on) ?? new Map<string, Step[]>();
    this.days.set(on, day);
    const steps = day.get(dutyId);
    if (steps === undefined) day.set(dutyId, [step]);
    else steps.push(step);
  }

  dutiesOn(on: CalendarDate): string[] {
    return [...(this.days.get(on)?.keys() ?? [])];
  }

  /** The next thing to do on that day about that duty. */
  next(on: CalendarDate, dutyId: string): Step | undefined {
    return this.days.get(on)?.get(dutyId)?.shift();
  }
}
