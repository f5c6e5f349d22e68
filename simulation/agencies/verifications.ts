import { addDays, daysBetween } from '../../domain/calendar';
import type { Act, Inputs } from '../oracle/acts';
import type { LoggedEvent } from '../oracle/log';
import type { Random } from '../Random';
import type { Desk, Step } from './Desk';

/** Somebody looks at a report some days later, and confirms or rejects it. */
export function verifyLater(desk: Desk, event: LoggedEvent, random: Random, afterRejection: Step): void {
  desk.later(addDays(desk.today, random.between(0, 40)), (later) => verify(later, event, random, afterRejection));
}

async function verify(desk: Desk, event: LoggedEvent, random: Random, afterRejection: Step): Promise<void> {
  const named = desk.oracle.world.verifiers(desk.dutyId, desk.today);
  const able = named.filter((agencyId) => !ownsIt(desk, agencyId, event));
  if (random.chance(0.08)) await stumble(desk, event, random, named);
  const [verifier] = able;
  if (verifier === undefined) return;
  const accept = !random.chance(event.status === 'COMPLETED' ? 0.3 : 0.1);
  const act = aVerification(desk, random.pick(able), event, accept, random);
  const decision = random.chance(0.12)
    ? await desk.race(act, aVerification(desk, random.pick(able), event, accept, random))
    : await desk.send(act, random.weighted({ PLAIN: 90, AGAIN: 4, TWINS: 3, LOST: 3 }));
  if (decision === null) return;
  if (!accept && event.status === 'COMPLETED') await afterRejection(desk);
  if (random.chance(0.05)) await desk.send(aVerification(desk, random.pick(able), event, !accept, random));
}

function ownsIt(desk: Desk, agencyId: string, event: LoggedEvent): boolean {
  const { world } = desk.oracle;
  const leads = [...world.leads(desk.dutyId, desk.today), ...world.leads(desk.dutyId, event.effectiveOn)];
  return event.by === agencyId || leads.some((lead) => lead.agencyId === agencyId);
}

type VerifyAct = Extract<Act, { mutation: 'verifyReport' }>;

function aVerification(
  desk: Desk,
  agencyId: string,
  event: LoggedEvent,
  accept: boolean,
  random: Random,
  given: Partial<Inputs['verifyReport']> = {},
): VerifyAct {
  const back = random.chance(0.2) ? random.between(0, Math.max(0, Math.min(10, daysBetween(event.effectiveOn, desk.today)))) : 0;
  const { length } = desk.oracle.events(desk.dutyId);
  const input = {
    idempotencyKey: desk.newKey(),
    agencyId,
    eventId: event.id,
    effectiveOn: addDays(desk.today, -back),
    accept,
    ...(accept ? {} : { reason: 'Chưa có biên bản nghiệm thu' }),
    ...(random.chance(0.3) ? { expectedVersion: length } : {}),
    ...given,
  };
  return { mutation: 'verifyReport', dutyId: desk.dutyId, input, token: { agencyId, role: 'VERIFIER' } };
}

/** A decision that cannot be taken so. */
async function stumble(desk: Desk, event: LoggedEvent, random: Random, named: readonly string[]): Promise<void> {
  const verifier = named.length > 0 ? random.pick(named) : event.by;
  const other = desk.oracle.events(desk.dutyId).find((one) => one.kind !== 'PROGRESS_REPORTED');
  const version = desk.oracle.events(desk.dutyId).length;
  const sound = (given: Partial<Inputs['verifyReport']> = {}) =>
    aVerification(desk, verifier, event, true, random, { effectiveOn: desk.today, ...given });
  const acts: readonly VerifyAct[] = [
    aVerification(desk, event.by, event, true, random),
    { ...sound(), token: { agencyId: verifier, role: 'REPORTER' } },
    sound({ expectedVersion: version - 1 }),
    sound({ effectiveOn: addDays(event.effectiveOn, -random.between(1, 9)) }),
    sound({ effectiveOn: addDays(desk.today, random.between(1, 9)) }),
    sound({ accept: false, reason: undefined }),
    sound({ eventId: `${event.id}0000` }),
    sound({ eventId: other?.id ?? `${event.id}0000` }),
    { ...sound(), token: null },
  ];
  await desk.send(random.pick(acts));
}
