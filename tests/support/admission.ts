import type { Decision, DutyOnFile, LoggedEvent, Situation } from '../../domain/admission/facts';
import type { Problem } from '../../domain/admission/refusals';
import { day } from '../../domain/calendar';
import type { ProgressStatus } from '../../domain/progress';

const DUTY = 'obligation:qd-1/I.1';
const always = { from: null, until: null };
export const lead = (agencyId: string) => ({ agencyId, asMember: false, ...always });
export const member = (agencyId: string) => ({ agencyId, asMember: true, ...always });
export const body = (agencyId: string) => ({ agencyId, ...always });

export function anEvent(number: number, given: Partial<LoggedEvent> = {}): LoggedEvent {
  return {
    id: `event:qd-1/I.1/${String(number)}`,
    number,
    kind: 'PROGRESS_REPORTED',
    byId: 'agency:bo-a',
    effectiveOn: day('2022-03-01'),
    recordedOn: day('2022-03-01'),
    status: null,
    aboutId: null,
    newDueOn: null,
    parts: [''],
    period: null,
    ...given,
  };
}

export const reported = (number: number, on: string, status: ProgressStatus, parts: readonly string[] = ['']) =>
  anEvent(number, { effectiveOn: day(on), status, parts });
export const rejected = (number: number, on: string, about: number) =>
  anEvent(number, { kind: 'REPORT_REJECTED', byId: 'agency:bo-v', effectiveOn: day(on), aboutId: `event:qd-1/I.1/${String(about)}` });

/** The duty of bộ A, given on 2022-01-06, due on 2022-06-30, verified by bộ V, issued by the Prime Minister. */
export function aSituation(given: Partial<DutyOnFile> = {}, around: Partial<Situation> = {}): Situation {
  const events = given.events ?? [];
  const duty = {
    id: DUTY,
    demandedFrom: day('2022-01-06'),
    dueOn: day('2022-06-30'),
    triggerOn: null,
    recurrence: null,
    version: events.length,
    leads: [lead('agency:bo-a')],
    verifying: [body('agency:bo-v')],
    issuing: [body('agency:thu-tuong')],
    ...given,
    events,
  };
  return { today: day('2022-12-31'), duty, within: new Set(['agency:bo-a']), unknown: new Set(), ...around };
}

export function problemsOf(decision: Decision): readonly Problem[] {
  return 'problems' in decision ? decision.problems : [];
}
/** Code and argument of each problem; its words must hold the values they speak of. */
export function brief(decision: Decision): string[] {
  return problemsOf(decision).map(({ code, path, message: { vi, en } }) => {
    expect(vi + en).not.toMatch(/[{}]/);
    return `${code} ${path.slice(1).join('.')}`;
  });
}
