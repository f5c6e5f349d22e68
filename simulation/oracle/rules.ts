import type { CalendarDate } from '../../domain/calendar';
import type { Act, EvidenceInput, Inputs } from './acts';
import { countedOn, extendedTo, partsProgress, rejectedIn, type LoggedEvent, type Status } from './log';
import { pictureOf } from './standing';
import { wholeOn } from './whole';
import type { Duty, World } from './World';

/** What may follow what; written down here a second time on purpose. */
const mayFollow: Readonly<Record<Status, readonly Status[]>> = {
  NOT_STARTED: ['IN_PROGRESS', 'COMPLETED', 'SUSPENDED'],
  IN_PROGRESS: ['IN_PROGRESS', 'COMPLETED', 'SUSPENDED'],
  SUSPENDED: ['IN_PROGRESS'],
  COMPLETED: [],
};

export interface Scene {
  readonly world: World;
  readonly today: CalendarDate;
  /** The log of the duty of the act. */
  readonly events: readonly LoggedEvent[];
}

/** What is wrong with an act before anybody looks at what it says. */
export function complaintsAboutSender({ mutation, token, input }: Act): string[] {
  const role = mutation === 'verifyReport' || mutation === 'decideExtension' ? 'VERIFIER' : 'REPORTER';
  const allowed = token?.agencyId === input.agencyId && (token.role === role || token.role === 'ADMIN');
  return [...when(input.idempotencyKey.trim() === '', 'BAD_KEY'), ...when(!allowed, 'FORBIDDEN')];
}

/** Codes of everything that is wrong with what an act says, each once, in order; none: it is accepted. */
export function complaintsAbout(act: Act, scene: Scene): string[] {
  return [...new Set(contentOf(act, scene))].sort();
}

function contentOf(act: Act, scene: Scene): string[] {
  switch (act.mutation) {
    case 'reportProgress':
      return onReport(act.input, scene);
    case 'verifyReport':
      return onVerification(act.input, act.dutyId, scene);
    case 'requestExtension':
      return onRequest(act.input, scene);
    case 'decideExtension':
      return onDecision(act.input, act.dutyId, scene);
    case 'fileMonthlyReport':
      return onMonthlyReport(act.input, scene);
  }
}

const when = (condition: boolean, code: string): string[] => (condition ? [code] : []);

function dayOf(duty: Duty, on: CalendarDate, today: CalendarDate): string[] {
  return [...when(on > today, 'DAY_IN_FUTURE'), ...when(duty.demandedFrom !== null && on < duty.demandedFrom, 'BEFORE_DUTY')];
}

function isSound({ url, hash }: EvidenceInput): boolean {
  return /^https?:\/\/./.test(url) && (hash === undefined || /^sha256:[0-9a-f]{64}$/.test(hash));
}

function onReport(input: Inputs['reportProgress'], { world, today, events }: Scene): string[] {
  const duty = world.duties.get(input.obligationId);
  if (duty === undefined) return ['UNKNOWN_OBLIGATION'];
  const { percent = null, status, evidence = [] } = input;
  const parts = world.partsFor(duty.id, input.agencyId, input.effectiveOn);
  const whole = wholeOn(world, duty.id, countedOn(events, input.effectiveOn, null), input.effectiveOn);
  return [
    ...when(percent !== null && (percent < 0 || percent > 100 || (status === 'COMPLETED' && percent !== 100)), 'BAD_PERCENT'),
    ...when(!evidence.every(isSound), 'BAD_EVIDENCE'),
    ...dayOf(duty, input.effectiveOn, today),
    ...when(parts.length === 0, 'NOT_BEARER'),
    ...(whole.reported === 'COMPLETED' ? ['DUTY_CLOSED'] : movesOf(input, parts, events)),
  ];
}

/** Whether the report fits between what each part was before it and what comes after it. */
function movesOf({ effectiveOn, status }: Inputs['reportProgress'], parts: readonly string[], events: readonly LoggedEvent[]): string[] {
  const before = partsProgress(countedOn(events, effectiveOn, null), parts);
  const rejected = rejectedIn(events);
  return parts.flatMap((part, index) => {
    const from = before[index]?.reported ?? 'NOT_STARTED';
    const fromBefore = when(!mayFollow[from].includes(status), from === 'COMPLETED' ? 'DUTY_CLOSED' : 'ILLEGAL_TRANSITION');
    const next = events
      .filter((event) => event.kind === 'PROGRESS_REPORTED' && event.effectiveOn > effectiveOn)
      .filter((event) => event.parts.includes(part) && !rejected.has(event.id))
      .sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.number - b.number)[0];
    const toNext = next === undefined || mayFollow[status].includes(next.status ?? 'NOT_STARTED');
    return [...fromBefore, ...when(!toNext, status === 'COMPLETED' ? 'DUTY_CLOSED' : 'ILLEGAL_TRANSITION')];
  });
}

/** Who may decide: a body in office that day as verifier (or another that is admitted), never on its own duty or its own act. */
function whoDecides(agencyId: string, dutyId: string, about: LoggedEvent, on: CalendarDate, world: World, issuersToo: boolean): string[] {
  const inOffice = (day: CalendarDate) => [...world.verifiers(dutyId, day), ...(issuersToo ? world.issuers(dutyId, day) : [])];
  if (world.epochs.every((epoch) => inOffice(epoch.from).length === 0)) return ['NO_VERIFIER_NAMED'];
  const leads = [...world.leads(dutyId, on), ...world.leads(dutyId, about.effectiveOn)];
  const own = about.by === agencyId || leads.some((lead) => lead.agencyId === agencyId);
  return [...when(!inOffice(on).includes(agencyId), 'NOT_VERIFIER'), ...when(own, 'OWN_DUTY')];
}

function onVerification(input: Inputs['verifyReport'], dutyId: string, { world, today, events }: Scene): string[] {
  const about = events.find((event) => event.id === input.eventId);
  if (about === undefined) return ['UNKNOWN_EVENT'];
  if (about.kind !== 'PROGRESS_REPORTED') return ['WRONG_EVENT_KIND'];
  return [
    ...when(!input.accept && isBlank(input.reason), 'REASON_REQUIRED'),
    ...whoDecides(input.agencyId, dutyId, about, input.effectiveOn, world, false),
    ...onAnyDecision(input, about, events, today),
  ];
}

const isBlank = (text: string | undefined) => (text ?? '').trim() === '';

function onAnyDecision(
  input: Inputs['verifyReport'] | Inputs['decideExtension'],
  about: LoggedEvent,
  events: readonly LoggedEvent[],
  today: CalendarDate,
): string[] {
  return [
    ...when(input.effectiveOn > today, 'DAY_IN_FUTURE'),
    ...when(input.effectiveOn < about.effectiveOn, 'BEFORE_REPORT'),
    ...when(
      events.some((event) => event.about === about.id),
      'ALREADY_DECIDED',
    ),
    ...when(input.expectedVersion !== undefined && input.expectedVersion !== events.length, 'STALE_VERSION'),
  ];
}

/** Whether the end can be moved to `newDueOn`, as things stand on a day. */
function moved(duty: Duty, newDueOn: CalendarDate | null, { world, events }: Scene, on: CalendarDate): string[] {
  const counted = countedOn(events, on, null);
  const { dueOn } = pictureOf(duty, wholeOn(world, duty.id, counted, on), extendedTo(counted), on);
  return dueOn === null ? ['NOTHING_TO_EXTEND'] : when(newDueOn === null || newDueOn <= dueOn, 'NOT_LATER');
}

function onRequest(input: Inputs['requestExtension'], scene: Scene): string[] {
  const { world, today, events } = scene;
  const duty = world.duties.get(input.obligationId);
  if (duty === undefined) return ['UNKNOWN_OBLIGATION'];
  const whole = wholeOn(world, duty.id, countedOn(events, input.effectiveOn, null), input.effectiveOn);
  return [
    ...when(isBlank(input.reason), 'REASON_REQUIRED'),
    ...dayOf(duty, input.effectiveOn, today),
    ...when(world.partsFor(duty.id, input.agencyId, input.effectiveOn).length === 0, 'NOT_BEARER'),
    ...when(whole.reported === 'COMPLETED', 'DUTY_CLOSED'),
    ...moved(duty, input.newDueOn, scene, input.effectiveOn),
  ];
}

function onDecision(input: Inputs['decideExtension'], dutyId: string, scene: Scene): string[] {
  const { world, today, events } = scene;
  const about = events.find((event) => event.id === input.eventId);
  if (about === undefined) return ['UNKNOWN_EVENT'];
  if (about.kind !== 'EXTENSION_REQUESTED') return ['WRONG_EVENT_KIND'];
  return [
    ...when(input.accept && input.legalBasis === undefined, 'LEGAL_BASIS_REQUIRED'),
    ...when(!input.accept && isBlank(input.reason), 'REASON_REQUIRED'),
    ...whoDecides(input.agencyId, dutyId, about, input.effectiveOn, world, true),
    ...onAnyDecision(input, about, events, today),
    ...(input.accept ? moved(world.duty(dutyId), about.newDueOn, scene, input.effectiveOn) : []),
  ];
}

/** Last day for the report of a month. */
export function monthlyDueOn(duty: Duty, period: string): CalendarDate | null {
  if (duty.lastDayInMonth === null) return null;
  return `${period}-${String(duty.lastDayInMonth).padStart(2, '0')}` as CalendarDate;
}

function onMonthlyReport(input: Inputs['fileMonthlyReport'], { world, today, events }: Scene): string[] {
  const duty = world.duties.get(input.obligationId);
  if (duty === undefined) return ['UNKNOWN_OBLIGATION'];
  const future = when(input.filedOn > today, 'DAY_IN_FUTURE');
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(input.period)) return [...future, 'BAD_PERIOD'];
  const due = monthlyDueOn(duty, input.period);
  if (due === null) return [...future, 'NOT_RECURRING'];
  const filed = events.some(
    (event) => event.kind === 'MONTHLY_REPORT_FILED' && event.period === input.period && event.by === input.agencyId,
  );
  return [
    ...future,
    ...when(input.filedOn < `${input.period}-01`, 'BAD_PERIOD'),
    ...when(duty.demandedFrom !== null && due < duty.demandedFrom, 'BEFORE_DUTY'),
    ...when(!world.leads(duty.id, due).some((lead) => lead.agencyId === input.agencyId), 'NOT_BEARER'),
    ...when(filed, 'ALREADY_FILED'),
  ];
}
