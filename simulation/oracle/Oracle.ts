import type { CalendarDate } from '../../domain/calendar';
import type { Act, Verdict } from './acts';
import { countedOn, extendedTo, partsProgress, type EventKind, type LoggedEvent, type Progress } from './log';
import { complaintsAbout, complaintsAboutSender } from './rules';
import { pictureOf, type Picture } from './standing';
import { wholeOn } from './whole';
import type { World } from './World';

interface Accepted {
  readonly body: string;
  readonly eventId: string;
}

/** What the answer to an accepted act says of the event that it became. */
export interface Acknowledged {
  readonly id: string;
  readonly number: number;
}

/**
 * Keeps every acknowledged event and says what the graph has to answer. It shares no rule with the graph: what a rule says is
 * written here again, from the description of the rules.
 */
export class Oracle {
  private readonly logs = new Map<string, LoggedEvent[]>();
  private readonly keys = new Map<string, Accepted>();

  constructor(readonly world: World) {}

  events(dutyId: string): readonly LoggedEvent[] {
    return this.logs.get(dutyId) ?? [];
  }

  get total(): number {
    return [...this.logs.values()].reduce((sum, log) => sum + log.length, 0);
  }

  /** What the graph must answer to an act on a day. */
  judge(act: Act, today: CalendarDate): Verdict {
    if (act.token === null) return { kind: 'UNAUTHENTICATED' };
    const sender = complaintsAboutSender(act);
    if (sender.length > 0) return { kind: 'REFUSED', codes: sender };
    const before = this.keys.get(keyOf(act));
    if (before !== undefined) {
      return before.body === bodyOf(act)
        ? { kind: 'REPEATED', eventId: before.eventId }
        : { kind: 'REFUSED', codes: ['IDEMPOTENCY_KEY_REUSED'] };
    }
    const codes = complaintsAbout(act, { world: this.world, today, events: this.events(act.dutyId) });
    return codes.length === 0 ? { kind: 'ACCEPTED' } : { kind: 'REFUSED', codes };
  }

  /** Keeps an act that the graph has acknowledged. */
  acknowledge(act: Act, { id, number }: Acknowledged, today: CalendarDate): LoggedEvent {
    const event: LoggedEvent = { ...contentOf(act, this), id, number, dutyId: act.dutyId, by: act.input.agencyId, recordedOn: today };
    const log = this.logs.get(act.dutyId);
    if (log === undefined) this.logs.set(act.dutyId, [event]);
    else log.push(event);
    this.keys.set(keyOf(act), { body: bodyOf(act), eventId: id });
    return event;
  }

  /** The whole duty at the end of `asOf`, by what was known at the end of `knownOn`. */
  picture(dutyId: string, asOf: CalendarDate, knownOn: CalendarDate | null = null): Picture {
    const counted = countedOn(this.events(dutyId), asOf, knownOn);
    return pictureOf(this.world.duty(dutyId), wholeOn(this.world, dutyId, counted, asOf), extendedTo(counted), asOf);
  }

  /** One part of a duty, as all that is known tells it. */
  part(dutyId: string, part: string, asOf: CalendarDate): Progress {
    const [progress] = partsProgress(countedOn(this.events(dutyId), asOf, null), [part]);
    return progress ?? { reported: 'NOT_STARTED', verified: 'NOT_STARTED', completedOn: null };
  }
}

const keyOf = (act: Act): string => JSON.stringify([act.input.agencyId, act.input.idempotencyKey]);
const bodyOf = (act: Act): string => JSON.stringify([act.mutation, act.input]);

type Content = Omit<LoggedEvent, 'id' | 'number' | 'dutyId' | 'by' | 'recordedOn'>;

const nothing = { status: null, percent: null, note: null, about: null, newDueOn: null, period: null, evidence: 0 } as const;

function contentOf(act: Act, oracle: Oracle): Content {
  const { world } = oracle;
  switch (act.mutation) {
    case 'reportProgress': {
      const { status, percent, note, evidence, effectiveOn, agencyId } = act.input;
      const parts = world.partsFor(act.dutyId, agencyId, effectiveOn);
      const told = { status, percent: percent ?? null, note: note ?? null, evidence: evidence?.length ?? 0 };
      return { ...nothing, ...told, kind: 'PROGRESS_REPORTED', effectiveOn, parts };
    }
    case 'requestExtension': {
      const { effectiveOn, newDueOn, reason } = act.input;
      return { ...nothing, kind: 'EXTENSION_REQUESTED', effectiveOn, newDueOn, note: reason, parts: [''] };
    }
    case 'fileMonthlyReport': {
      const { filedOn, period, agencyId } = act.input;
      return { ...nothing, kind: 'MONTHLY_REPORT_FILED', effectiveOn: filedOn, period, parts: [agencyId] };
    }
    case 'verifyReport':
    case 'decideExtension': {
      const { eventId, effectiveOn, accept, reason } = act.input;
      const about = oracle.events(act.dutyId).find((event) => event.id === eventId);
      const kinds: readonly [EventKind, EventKind] =
        act.mutation === 'verifyReport' ? ['REPORT_VERIFIED', 'REPORT_REJECTED'] : ['EXTENSION_GRANTED', 'EXTENSION_REFUSED'];
      const newDueOn = act.mutation === 'decideExtension' && accept ? (about?.newDueOn ?? null) : null;
      const told = { about: eventId, note: reason ?? null, newDueOn };
      return { ...nothing, ...told, kind: accept ? kinds[0] : kinds[1], effectiveOn, parts: about?.parts ?? [''] };
    }
  }
}
