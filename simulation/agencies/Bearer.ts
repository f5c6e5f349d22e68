import { addDays, daysBetween, type CalendarDate } from '../../domain/calendar';
import type { Act } from '../oracle/acts';
import type { LoggedEvent } from '../oracle/log';
import type { Duty, Lead } from '../oracle/World';
import { Random } from '../Random';
import { characterOf, daysFromDue, mannerOf, mistakeRate, type Character } from './characters';
import type { Desk } from './Desk';
import { requestExtension } from './extensions';
import { aMistake, aReport, nextStatus } from './reports';
import { verifyLater } from './verifications';

export interface Life {
  readonly seed: number;
  readonly duty: Duty;
  readonly lead: Lead;
  /** From when on it bears the duty in this run, and the last day of the run. */
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  /** Reports it makes on its way to the end. */
  readonly reports: number;
}

/** A body that bears a duty and reports on it, in its own way. */
export class Bearer {
  private readonly random: Random;
  private readonly character: Character;
  private lastAccepted: Act | null = null;

  constructor(private readonly life: Life) {
    const { seed, duty, lead, from } = life;
    this.random = new Random(seed, 'bearer', duty.id, lead.agencyId, from);
    this.character = characterOf(seed, lead.agencyId);
  }

  /** Sets out on the first day: when it will report, when it will say that it is done, whether it will ask for time. */
  readonly begin = (desk: Desk): Promise<void> => {
    const due = desk.oracle.picture(desk.dutyId, desk.today).dueOn;
    const claim = this.claimDay(due, desk.today);
    const end = claim ?? this.life.until;
    for (let made = 0; made < this.life.reports; made++) {
      desk.later(this.random.day(addDays(desk.today, 1), end), this.report);
    }
    if (claim !== null && claim <= this.life.until) desk.later(claim, this.claim);
    if (due !== null && this.random.chance(this.character === 'LATE' ? 0.8 : 0.3)) {
      const day = addDays(due, -this.random.between(-5, 25));
      if (day > desk.today) desk.later(day, (later) => this.askForTime(later));
    }
    return Promise.resolve();
  };

  private claimDay(due: CalendarDate | null, today: CalendarDate): CalendarDate | null {
    const shift = daysFromDue(this.character, this.random);
    if (shift === null) return null;
    const aim = due === null ? this.random.day(today, this.life.until) : addDays(due, shift);
    const left = daysBetween(today, this.life.until);
    return aim > addDays(today, 2) ? aim : addDays(today, this.random.between(2, Math.max(2, Math.min(120, left))));
  }

  private readonly report = async (desk: Desk): Promise<void> => {
    const { agencyId } = this.life.lead;
    const now = desk.oracle.part(desk.dutyId, this.part, desk.today).reported;
    if (this.random.chance(mistakeRate[this.character])) await this.stumble(desk);
    if (!this.bears(desk) || this.isDone(desk)) return;
    const act = aReport(desk, this.speaker(desk, agencyId), nextStatus(now, this.random), this.random, this.maybeEarlier(desk));
    await this.sent(desk, act);
  };

  private readonly claim = async (desk: Desk): Promise<void> => {
    const { agencyId } = this.life.lead;
    const now = desk.oracle.part(desk.dutyId, this.part, desk.today).reported;
    if (!this.bears(desk) || this.isDone(desk)) return;
    if (now === 'SUSPENDED') await this.sent(desk, aReport(desk, agencyId, 'IN_PROGRESS', this.random));
    await this.sent(desk, aReport(desk, agencyId, 'COMPLETED', this.random));
    if (this.character === 'OVER_EAGER') await this.sent(desk, aReport(desk, agencyId, 'COMPLETED', this.random));
  };

  /** The claim was rejected: back to work for a while, and another claim. */
  private readonly resume = (desk: Desk): Promise<void> => {
    const end = addDays(desk.today, this.random.between(10, 90));
    for (let made = this.random.between(1, 4); made > 0; made--) desk.later(this.random.day(addDays(desk.today, 1), end), this.report);
    if (end <= this.life.until) desk.later(end, this.claim);
    return Promise.resolve();
  };

  private async sent(desk: Desk, act: Act): Promise<LoggedEvent | null> {
    const event = await desk.send(act, mannerOf(this.character, this.random));
    if (event === null) return null;
    this.lastAccepted = act;
    const chance = event.status === 'COMPLETED' ? 0.8 : 0.5;
    if (this.random.chance(chance)) verifyLater(desk, event, this.random, this.resume);
    return event;
  }

  /** Something wrong: a mistake in the report, or a key used a second time for something else. */
  private async stumble(desk: Desk): Promise<void> {
    const { agencyId } = this.life.lead;
    const now = desk.oracle.part(desk.dutyId, this.part, desk.today).reported;
    const used = this.lastAccepted;
    if (used !== null && this.random.chance(0.15)) {
      const again = aReport(desk, used.input.agencyId, 'IN_PROGRESS', this.random, {
        idempotencyKey: used.input.idempotencyKey,
        note: 'khóa cũ',
      });
      await desk.send(again);
      return;
    }
    const act = aMistake(desk, agencyId, this.random, now);
    if (act !== null) await desk.send(act, this.random.chance(0.05) ? 'AGAIN' : 'PLAIN');
  }

  private async askForTime(desk: Desk): Promise<void> {
    if (this.bears(desk)) await requestExtension(desk, this.life.lead.agencyId, this.random);
  }

  private get part(): string {
    return this.life.lead.asMember ? this.life.lead.agencyId : '';
  }

  private isDone(desk: Desk): boolean {
    const part = desk.oracle.part(desk.dutyId, this.part, desk.today).reported;
    return part === 'COMPLETED' || desk.oracle.picture(desk.dutyId, desk.today).reported === 'COMPLETED';
  }

  private bears(desk: Desk): boolean {
    const { agencyId } = this.life.lead;
    const leads = desk.oracle.world.leads(desk.dutyId, desk.today);
    // One that does not mind keeps reporting what has passed to another, and is refused.
    return this.character === 'CONTRADICTORY' || leads.some((lead) => lead.agencyId === agencyId);
  }

  /** Mostly the body itself, at times the one above it. */
  private speaker(desk: Desk, agencyId: string): string {
    const superior = desk.oracle.world.epoch(desk.today).parents.get(agencyId);
    return superior !== undefined && this.random.chance(0.05) ? superior : agencyId;
  }

  /** Reports come late and out of order. */
  private maybeEarlier(desk: Desk): { effectiveOn?: CalendarDate } {
    const chance = this.character === 'LATE' || this.character === 'CARELESS' ? 0.35 : 0.08;
    const from = this.life.duty.demandedFrom ?? this.life.from;
    const room = Math.max(0, daysBetween(from, desk.today));
    return this.random.chance(chance) ? { effectiveOn: addDays(desk.today, -this.random.between(0, Math.min(30, room))) } : {};
  }
}
