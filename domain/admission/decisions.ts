import type { CalendarDate } from '../calendar';
import { dutyProgressOn, SHARED_PART, type ObligationEventKind } from '../progress';
import { dueInForce } from '../standing';
import { decide, type Decision, type DutyOnFile, type LegalBasis, type LoggedEvent, type Situation } from './facts';
import { problem, type Problem } from './refusals';
import { checkGiven } from './reports';
import { checkBears, checkDecides } from './rights';
import { checkLegalBasis, checkNotFuture, checkReason, checkText } from './wellFormed';

export interface Verification {
  readonly agencyId: string;
  readonly about: LoggedEvent;
  readonly effectiveOn: CalendarDate;
  readonly accept: boolean;
  readonly reason: string | null;
  /** The version of the duty on which the decision was made; null: whichever. */
  readonly expectedVersion: number | null;
}

/** The verifying body confirms a report or rejects it. */
export function admitVerification(verification: Verification, { duty, today }: Situation): Decision {
  const { agencyId, about, effectiveOn, accept, reason } = verification;
  if (about.kind !== 'PROGRESS_REPORTED') return wrongKind(about, 'PROGRESS_REPORTED');
  const problems = [
    ...checkDecidable(verification, duty, today),
    ...checkDecides(duty, agencyId, effectiveOn, about, false),
    ...(accept ? checkText(reason, ['reason']) : checkReason(reason)),
  ];
  const kind = accept ? 'REPORT_VERIFIED' : 'REPORT_REJECTED';
  return decide(problems, { kind, byId: agencyId, effectiveOn, note: reason, aboutId: about.id, parts: about.parts });
}

export interface ExtensionRequest {
  readonly agencyId: string;
  readonly effectiveOn: CalendarDate;
  readonly newDueOn: CalendarDate;
  readonly reason: string;
}

/** A bearer, or a body above it, asks for a later last day. */
export function admitExtensionRequest(request: ExtensionRequest, situation: Situation): Decision {
  const { agencyId, effectiveOn, newDueOn, reason } = request;
  const { duty, today } = situation;
  const { reported } = dutyProgressOn(duty.events, duty.leads, effectiveOn);
  const problems = [
    ...checkNotFuture(effectiveOn, today, 'effectiveOn'),
    ...checkGiven(duty, effectiveOn, 'effectiveOn'),
    ...checkBears(situation, agencyId, effectiveOn),
    ...(reported === 'COMPLETED' ? [problem('DUTY_CLOSED', ['obligationId'], { obligation: duty.id, on: effectiveOn })] : []),
    ...checkLater(duty, effectiveOn, newDueOn, ['newDueOn']),
    ...checkReason(reason),
  ];
  return decide(problems, { kind: 'EXTENSION_REQUESTED', byId: agencyId, effectiveOn, newDueOn, note: reason, parts: [SHARED_PART] });
}

export interface ExtensionDecision extends Verification {
  readonly legalBasis: LegalBasis | null;
}

/** The verifying body or the issuer of the document grants an extension or refuses it. */
export function admitExtensionDecision(decision: ExtensionDecision, { duty, today, unknown }: Situation): Decision {
  const { agencyId, about, effectiveOn, accept, reason, legalBasis } = decision;
  const { newDueOn } = about;
  const documentId = legalBasis?.documentId ?? null;
  if (about.kind !== 'EXTENSION_REQUESTED' || newDueOn === null) return wrongKind(about, 'EXTENSION_REQUESTED');
  const problems = [
    ...checkDecidable(decision, duty, today),
    ...checkDecides(duty, agencyId, effectiveOn, about, true),
    ...checkLegalBasis(legalBasis, accept),
    ...(documentId !== null && unknown.has(documentId)
      ? [problem('UNKNOWN_DOCUMENT', ['legalBasis', 'documentId'], { value: documentId })]
      : []),
    ...(accept ? [...checkLater(duty, effectiveOn, newDueOn, ['eventId']), ...checkText(reason, ['reason'])] : checkReason(reason)),
  ];
  const kind = accept ? 'EXTENSION_GRANTED' : 'EXTENSION_REFUSED';
  const granted = accept ? newDueOn : null;
  return decide(problems, {
    kind,
    byId: agencyId,
    effectiveOn,
    note: reason,
    legalBasis,
    aboutId: about.id,
    newDueOn: granted,
    parts: [SHARED_PART],
  });
}

function wrongKind(about: LoggedEvent, wanted: ObligationEventKind): Decision {
  return { problems: [problem('WRONG_EVENT_KIND', ['eventId'], { value: about.id, kind: about.kind, wanted })] };
}

/** An event is decided once, on a day from its own to today, by one who has seen the duty as it is. */
function checkDecidable({ about, effectiveOn, expectedVersion }: Verification, duty: DutyOnFile, today: CalendarDate): Problem[] {
  const made = duty.events.find((event) => event.aboutId === about.id);
  const { version } = duty;
  const stale = expectedVersion !== null && expectedVersion !== version;
  const { id: event, effectiveOn: since } = about;
  return [
    ...(stale ? [problem('STALE_VERSION', ['expectedVersion'], { obligation: duty.id, version, value: expectedVersion })] : []),
    ...(made === undefined ? [] : [problem('ALREADY_DECIDED', ['eventId'], { value: event, decision: made.id, kind: made.kind })]),
    ...checkNotFuture(effectiveOn, today, 'effectiveOn'),
    ...(effectiveOn < since ? [problem('BEFORE_REPORT', ['effectiveOn'], { value: effectiveOn, event, since })] : []),
  ];
}

/** An extension moves the last day in force to a later one. */
function checkLater(duty: DutyOnFile, on: CalendarDate, newDueOn: CalendarDate, path: readonly string[]): Problem[] {
  const { extendedTo } = dutyProgressOn(duty.events, duty.leads, on);
  const due = dueInForce({ ...duty, extendedTo }, on);
  if (due === null) return [problem('NOTHING_TO_EXTEND', path[0] === 'eventId' ? path : ['obligationId'], { obligation: duty.id, on })];
  return newDueOn > due ? [] : [problem('NOT_LATER', path, { value: newDueOn, due })];
}
