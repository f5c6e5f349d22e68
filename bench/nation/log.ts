import { day, type CalendarDate } from '../../domain/calendar';
import { SHARED_PART, type LeadTerm, type ObligationEventKind } from '../../domain/progress';
import { chainHash, type ChainedEvent } from '../../subgraphs/obligations/progress/chain';
import { dayOf, numberOf } from './calendar';
import type { Chance } from './Chance';
import { LAST_DAY } from './size';

export interface LoggedEvent extends ChainedEvent {
  hash: string;
  /** The write that it came of. */
  readonly mutation: string;
}

interface Duty {
  /** obligation:… */
  readonly id: string;
  readonly documentId: string;
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate | null;
  readonly leads: readonly LeadTerm[];
  readonly verifiers: readonly LeadTerm[];
}

type Act = 'WORK' | 'DONE' | 'CONFIRM' | 'REJECT' | 'ASK' | 'GRANT';
const LAST = numberOf(day(LAST_DAY));
const MINUTES = Array.from({ length: 60 }, (_, minute) => String(minute).padStart(2, '0'));

const mutations: Readonly<Record<Act, string>> = {
  WORK: 'reportProgress',
  DONE: 'reportProgress',
  CONFIRM: 'verifyReport',
  REJECT: 'verifyReport',
  ASK: 'requestExtension',
  GRANT: 'decideExtension',
};

const kinds: Readonly<Record<Act, ObligationEventKind>> = {
  WORK: 'PROGRESS_REPORTED',
  DONE: 'PROGRESS_REPORTED',
  CONFIRM: 'REPORT_VERIFIED',
  REJECT: 'REPORT_REJECTED',
  ASK: 'EXTENSION_REQUESTED',
  GRANT: 'EXTENSION_GRANTED',
};

const notes: Readonly<Partial<Record<Act, string>>> = {
  REJECT: 'Chưa đủ căn cứ (dữ liệu sinh ra)',
  ASK: 'Xin thêm thời gian (dữ liệu sinh ra)',
};

/** What bearers and verifiers of a duty did, in an order that the rules of writing admit. */
function acts(count: number, dated: boolean, chance: Chance): Act[] {
  const end: Act[] = [];
  if (count >= 2 && chance.percent(65)) end.push('DONE');
  if (count >= 3 && end.length > 0 && chance.percent(75)) end.push('CONFIRM');
  if (count >= 7 && end.length > 0 && chance.percent(15)) end.unshift('DONE', 'REJECT');
  const middle: Act[] = dated && count - end.length >= 4 && chance.percent(30) ? ['ASK', 'GRANT'] : [];
  const work = Array.from({ length: count - end.length - middle.length }, (): Act => 'WORK');
  return [...work.slice(0, 1), ...middle, ...work.slice(1), ...end];
}

/** The log of a duty: `count` events, chained as the product chains them. */
export function logOf(duty: Duty, count: number, chance: Chance): LoggedEvent[] {
  if (count === 0) return [];
  const events: LoggedEvent[] = [];
  let at = numberOf(duty.issuedOn) + chance.between(3, 60);
  const goal = duty.dueOn === null ? at + 500 : numberOf(duty.dueOn) + chance.between(-150, 120);
  const step = Math.max(2, Math.floor((goal - at) / count));
  let recorded = at;
  let previousHash: string | null = null;
  const last: Last = { report: '', asked: '', newDueOn: null };
  const name = `event:${duty.id.slice('obligation:'.length)}/`;
  for (const [index, act] of acts(count, duty.dueOn !== null, chance).entries()) {
    at = lastBorneDay(duty, Math.min(LAST, at + chance.between(1, step * 2)));
    recorded = Math.max(recorded, Math.min(LAST, at + (chance.percent(20) ? chance.between(1, 5) : 0)));
    const number = index + 1;
    const id = name + String(number);
    const on = dayOf(at);
    if (act === 'ASK') {
      last.asked = id;
      last.newDueOn = dayOf(numberOf(duty.dueOn ?? on) + chance.between(30, 200));
    }
    const event = loggedOf(act, duty, { id, number, on, recordedOn: dayOf(recorded), previousHash }, last);
    if (act === 'WORK' || act === 'DONE') last.report = id;
    previousHash = chainHash(event);
    event.hash = previousHash;
    events.push(event);
  }
  return events;
}

const inOffice = (terms: readonly LeadTerm[], on: CalendarDate): string | null =>
  terms.find(({ agencyId, from, until }) => agencyId !== null && (from === null || from <= on) && (until === null || on < until))
    ?.agencyId ?? null;

/** The last day up to one on which somebody bore the duty: a body without successor reports no more. */
function lastBorneDay({ leads }: Duty, at: number): number {
  if (inOffice(leads, dayOf(at)) !== null) return at;
  const ends = leads.flatMap(({ agencyId, until }) => (agencyId === null || until === null ? [] : [numberOf(until) - 1]));
  return Math.min(at, ...ends);
}

const shared = [SHARED_PART];
const noEvidence: never[] = [];

/** The ids of what the next event may be about. */
interface Last {
  report: string;
  asked: string;
  newDueOn: CalendarDate | null;
}

interface Place {
  readonly id: string;
  readonly number: number;
  readonly on: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly previousHash: string | null;
}

/** An event without its hash. Written out, for there are millions of them. */
function loggedOf(act: Act, duty: Duty, { id, number, on, recordedOn, previousHash }: Place, last: Last): LoggedEvent {
  const reports = act === 'WORK' || act === 'DONE';
  return {
    id,
    obligationId: duty.id,
    number,
    kind: kinds[act],
    byId: inOffice(reports || act === 'ASK' ? duty.leads : duty.verifiers, on) ?? '',
    effectiveOn: on,
    recordedAt: `${recordedOn}T03:${MINUTES[number % 60] ?? ''}:00.000000Z`,
    recordedOn,
    status: act === 'WORK' ? 'IN_PROGRESS' : act === 'DONE' ? 'COMPLETED' : null,
    percent: act === 'WORK' ? Math.min(95, number * 12) : act === 'DONE' ? 100 : null,
    note: notes[act] ?? null,
    evidence: noEvidence,
    legalBasis: act === 'GRANT' ? { documentId: duty.documentId, path: null, sourceUrl: null } : null,
    aboutId: reports || act === 'ASK' ? null : act === 'GRANT' ? last.asked : last.report,
    newDueOn: act === 'ASK' || act === 'GRANT' ? last.newDueOn : null,
    period: null,
    items: null,
    parts: shared,
    previousHash,
    hash: '',
    mutation: mutations[act],
  };
}
