import type { CalendarDate } from '../calendar';
import { inOffice, type DutyOnFile, type LoggedEvent, type Situation } from './facts';
import { problem, type Problem } from './refusals';

/** Who sends a write, by a verified token. */
export interface Actor {
  readonly agencyId: string;
  readonly roles: ReadonlySet<string>;
}

/** What a token must carry: it speaks for its own agency alone, in a role that covers the act; ADMIN covers all of them. */
export function checkActor(actor: Actor, agencyId: string, role: 'REPORTER' | 'VERIFIER' | 'EDITOR'): Problem[] {
  const problems: Problem[] = [];
  const { agencyId: caller } = actor;
  if (caller !== agencyId) problems.push(problem('FORBIDDEN/agency', ['agencyId'], { caller, agency: agencyId }));
  if (!actor.roles.has(role) && !actor.roles.has('ADMIN'))
    problems.push(problem('FORBIDDEN/role', ['agencyId'], { caller, roles: listed([...actor.roles]), role }));
  return problems;
}

/** Only a body that leads the duty on that day, or one above it, may speak of it (DESIGN §2, rule 9). */
export function checkBears({ duty, within }: Situation, agencyId: string, on: CalendarDate): Problem[] {
  const bearers = inOffice(duty.leads, on);
  if (bearers.some((bearer) => within.has(bearer))) return [];
  return [problem('NOT_BEARER', ['agencyId'], { agency: agencyId, obligation: duty.id, on, bearers: listed(bearers) })];
}

/** Only a body that itself leads the recurring duty on the day the report is due owes it. */
export function checkOwes(duty: DutyOnFile, agencyId: string, on: CalendarDate): Problem[] {
  const bearers = inOffice(duty.leads, on);
  if (bearers.includes(agencyId)) return [];
  return [problem('NOT_BEARER/itself', ['agencyId'], { agency: agencyId, obligation: duty.id, on, bearers: listed(bearers) })];
}

/** The verifying body of the document decides, of extensions its issuer too; nobody on its own duty or its own act (DESIGN §2, rule 9). */
export function checkDecides(duty: DutyOnFile, agencyId: string, on: CalendarDate, about: LoggedEvent, issuerToo: boolean): Problem[] {
  const terms = issuerToo ? [...duty.verifying, ...duty.issuing] : duty.verifying;
  if (terms.length === 0) return [problem('NO_VERIFIER_NAMED', ['eventId'], { obligation: duty.id })];
  const problems: Problem[] = [];
  const verifiers = inOffice(terms, on);
  if (!verifiers.includes(agencyId))
    problems.push(problem('NOT_VERIFIER', ['agencyId'], { agency: agencyId, obligation: duty.id, on, verifiers: listed(verifiers) }));
  const bears = [on, about.effectiveOn].some((day) => inOffice(duty.leads, day).includes(agencyId));
  if (bears || about.byId === agencyId)
    problems.push(problem('OWN_DUTY', ['agencyId'], { agency: agencyId, obligation: duty.id, value: about.id }));
  return problems;
}

const LISTED = 3;

function listed(names: readonly string[]): string {
  if (names.length === 0) return '–';
  return names.length > LISTED ? `${names.slice(0, LISTED).join(', ')}, … (${String(names.length)})` : names.join(', ');
}
