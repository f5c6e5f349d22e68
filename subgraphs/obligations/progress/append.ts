import type { EntityManager } from 'typeorm';
import { digest, type ChainedEvent } from './chain';
import type { Known } from './file';
import { ObligationEvent } from './ObligationEvent';

/** The write that an event comes of. */
interface Origin {
  readonly mutation: string;
  readonly input: { readonly idempotencyKey: string };
}

/** What became of an event: 'moved' when the duty is no longer what it was decided on, 'taken' when the key has been used. */
type Appended = 'appended' | 'moved' | 'taken';

export interface HashedEvent extends ChainedEvent {
  readonly hash: string;
}

/** Adds an event to the log, with the key of its write and the states that it moves (null: none), in one SQL statement. */
export async function append(
  manager: EntityManager,
  { mutation, input }: Origin,
  event: HashedEvent,
  { corpus }: Known,
  states: readonly object[] | null,
): Promise<Appended> {
  const rows: Array<{ became: Appended }> = await manager.query('SELECT append_event($1, $2, $3, $4, $5, $6) AS became', [
    ...[JSON.stringify(rowOf(event)), input.idempotencyKey, mutation, digest(input), corpus],
    states === null ? null : JSON.stringify(states),
  ]);
  return rows[0]?.became ?? 'moved';
}

function rowOf(event: HashedEvent): object {
  const { id, number, kind, status, percent, note, evidence, period, items, parts, hash } = event;
  return {
    ...{ id, number, kind, status, percent, note, evidence, period, items, parts, hash },
    obligation_id: event.obligationId,
    by_id: event.byId,
    effective_on: event.effectiveOn,
    recorded_at: event.recordedAt,
    recorded_on: event.recordedOn,
    legal_basis: event.legalBasis,
    about_id: event.aboutId,
    new_due_on: event.newDueOn,
    previous_hash: event.previousHash,
  };
}

/** The event as it would be read. */
export function recordOf({ items, legalBasis, recordedAt, ...event }: HashedEvent): ObligationEvent {
  return Object.assign(new ObligationEvent(), { ...event, recordedAt: new Date(recordedAt), basis: legalBasis, reportItems: items });
}
