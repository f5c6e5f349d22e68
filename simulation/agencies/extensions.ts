import { addDays, type CalendarDate } from '../../domain/calendar';
import type { Act, Inputs } from '../oracle/acts';
import type { LoggedEvent } from '../oracle/log';
import type { Random } from '../Random';
import type { Desk } from './Desk';

/** Asks for more time; somebody decides some days later. */
export async function requestExtension(desk: Desk, agencyId: string, random: Random): Promise<void> {
  const due = desk.oracle.picture(desk.dutyId, desk.today).dueOn ?? desk.today;
  const ask = (newDueOn: CalendarDate, reason = 'Chưa bố trí được kinh phí'): Act => ({
    mutation: 'requestExtension',
    dutyId: desk.dutyId,
    input: { idempotencyKey: desk.newKey(), obligationId: desk.dutyId, agencyId, effectiveOn: desk.today, newDueOn, reason },
    token: { agencyId, role: 'REPORTER' },
  });
  if (random.chance(0.15)) await desk.send(ask(addDays(due, -random.between(0, 30))));
  if (random.chance(0.05)) await desk.send(ask(addDays(due, 30), ' '));
  const request = await desk.send(ask(addDays(due, random.between(10, 200))), random.weighted({ PLAIN: 85, AGAIN: 5, TWINS: 5, LOST: 5 }));
  if (request !== null && random.chance(0.9))
    desk.later(addDays(desk.today, random.between(0, 30)), (later) => decide(later, request, random));
}

async function decide(desk: Desk, request: LoggedEvent, random: Random): Promise<void> {
  const { world } = desk.oracle;
  const may = [...new Set([...world.verifiers(desk.dutyId, desk.today), ...world.issuers(desk.dutyId, desk.today)])];
  const leads = [...world.leads(desk.dutyId, desk.today), ...world.leads(desk.dutyId, request.effectiveOn)].map((lead) => lead.agencyId);
  const able = may.filter((agencyId) => agencyId !== request.by && !leads.includes(agencyId));
  const accept = random.chance(0.6);
  const grounds = accept
    ? {
        legalBasis: random.chance(0.5)
          ? { documentId: world.duty(desk.dutyId).documentId, path: 'Điều 2' }
          : { sourceUrl: 'https://chinhphu.example.vn/gia-han' },
      }
    : { reason: 'Không có căn cứ để gia hạn' };
  const act = (agencyId: string, given: Partial<Inputs['decideExtension']>): Act => ({
    mutation: 'decideExtension',
    dutyId: desk.dutyId,
    input: { idempotencyKey: desk.newKey(), agencyId, eventId: request.id, effectiveOn: desk.today, accept, ...grounds, ...given },
    token: { agencyId, role: 'VERIFIER' },
  });
  const [first] = able;
  if (random.chance(0.1)) await desk.send(act(request.by, {}));
  if (first === undefined) return;
  if (random.chance(0.1)) await desk.send(act(first, { accept: true, legalBasis: undefined }));
  if (random.chance(0.15)) await desk.race(act(random.pick(able), {}), act(random.pick(able), {}));
  else await desk.send(act(random.pick(able), {}), random.weighted({ PLAIN: 85, AGAIN: 5, TWINS: 5, LOST: 5 }));
}
