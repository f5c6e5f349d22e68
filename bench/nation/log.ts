import type { EventContent } from '../../domain/admission/facts';
import { day, type CalendarDate } from '../../domain/calendar';
import { SHARED_PART, type LeadTerm } from '../../domain/progress';
import { chainHash, type ChainedEvent } from '../../subgraphs/obligations/progress/chain';
import { dayOf, numberOf } from './calendar';
import type { Chance } from './Chance';
import { LAST_DAY } from './size';

export interface LoggedEvent extends ChainedEvent {
  readonly hash: string;
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

const mutations: Readonly<Record<Act, string>> = {
  WORK: 'reportProgress',
  DONE: 'reportProgress',
  CONFIRM: 'verifyReport',
  REJECT: 'verifyReport',
  ASK: 'requestExtension',
  GRANT: 'decideExtension',
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
  let last: { report: string; asked: string; newDueOn: CalendarDate | null } = { report: '', asked: '', newDueOn: null };
  for (const [index, act] of acts(count, duty.dueOn !== null, chance).entries()) {
    at = lastBorneDay(duty, Math.min(LAST, at + chance.between(1, step * 2)));
    recorded = Math.max(recorded, Math.min(LAST, at + (chance.percent(20) ? chance.between(1, 5) : 0)));
    const number = index + 1;
    const id = `event:${duty.id.slice('obligation:'.length)}/${String(number)}`;
    const on = dayOf(at);
    if (act === 'ASK') last = { ...last, asked: id, newDueOn: dayOf(numberOf(duty.dueOn ?? on) + chance.between(30, 200)) };
    const content = contentOf(act, duty, on, { ...last, percent: Math.min(95, number * 12) });
    if (act === 'WORK' || act === 'DONE') last = { ...last, report: id };
    const recordedOn = dayOf(recorded);
    const clock = `${recordedOn}T03:${String(number % 60).padStart(2, '0')}:00.000000Z`;
    const event = {
      ...content,
      id,
      obligationId: duty.id,
      number,
      recordedAt: clock,
      recordedOn,
      previousHash: events.at(-1)?.hash ?? null,
    };
    events.push({ ...event, hash: chainHash(event), mutation: mutations[act] });
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

const nothing = {
  status: null,
  percent: null,
  note: null,
  evidence: [],
  legalBasis: null,
  aboutId: null,
  newDueOn: null,
  period: null,
  items: null,
  parts: [SHARED_PART],
} as const;

function contentOf(
  act: Act,
  { leads, verifiers, documentId }: Duty,
  effectiveOn: CalendarDate,
  { report, asked, newDueOn, percent }: { report: string; asked: string; newDueOn: CalendarDate | null; percent: number },
): EventContent {
  const byId = (act === 'WORK' || act === 'DONE' || act === 'ASK' ? inOffice(leads, effectiveOn) : inOffice(verifiers, effectiveOn)) ?? '';
  const base = { ...nothing, byId, effectiveOn };
  if (act === 'WORK') return { ...base, kind: 'PROGRESS_REPORTED', status: 'IN_PROGRESS', percent };
  if (act === 'DONE') return { ...base, kind: 'PROGRESS_REPORTED', status: 'COMPLETED', percent: 100 };
  if (act === 'CONFIRM') return { ...base, kind: 'REPORT_VERIFIED', aboutId: report };
  if (act === 'REJECT') return { ...base, kind: 'REPORT_REJECTED', aboutId: report, note: 'Chưa đủ căn cứ (dữ liệu sinh ra)' };
  if (act === 'ASK') return { ...base, kind: 'EXTENSION_REQUESTED', newDueOn, note: 'Xin thêm thời gian (dữ liệu sinh ra)' };
  return { ...base, kind: 'EXTENSION_GRANTED', aboutId: asked, newDueOn, legalBasis: { documentId, path: null, sourceUrl: null } };
}
