import type { DataSource } from 'typeorm';
import type { ObligationEventKind, ProgressStatus } from '../../domain/progress';
import { projectDuties } from '../../subgraphs/obligations/state/projection';

/** An event as a test tells it; recorded on the day it holds for unless said otherwise. */
export interface TestEvent {
  readonly duty: string;
  readonly kind?: ObligationEventKind;
  readonly by?: string;
  readonly on: string;
  readonly recordedOn?: string;
  readonly status?: ProgressStatus;
  /** Number of the event it is about. */
  readonly about?: number;
  readonly newDueOn?: string;
  readonly period?: string;
  readonly parts?: readonly string[];
}

const eventId = (duty: string, number: number) => `${duty.replace(/^obligation:/, 'event:')}/${String(number)}`;

/** Puts events into the log as writing does, without its rules, and tells again where their duties stand. */
export async function putEvents(source: DataSource, events: readonly TestEvent[]): Promise<void> {
  await source.transaction(async (manager) => {
    const length = new Map<string, number>();
    const rows = events.map((event) => {
      const number = (length.get(event.duty) ?? 0) + 1;
      length.set(event.duty, number);
      return {
        id: eventId(event.duty, number),
        obligation_id: event.duty,
        number,
        kind: event.kind ?? 'PROGRESS_REPORTED',
        by_id: event.by ?? 'agency:bo-cong-an',
        effective_on: event.on,
        recorded_on: event.recordedOn ?? event.on,
        recorded_at: `${event.recordedOn ?? event.on}T07:00:00Z`,
        status: event.status ?? null,
        about_id: event.about === undefined ? null : eventId(event.duty, event.about),
        new_due_on: event.newDueOn ?? null,
        period: event.period ?? null,
        parts: event.parts ?? [''],
        hash: '',
      };
    });
    const columns = Object.keys(rows[0] ?? {}).join(', ');
    await manager.query(`INSERT INTO event (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::event, $1::jsonb)`, [
      JSON.stringify(rows),
    ]);
    await manager.query(
      'INSERT INTO duty_chain (obligation_id, length) SELECT obligation_id, count(*) FROM event WHERE obligation_id = ANY($1) GROUP BY 1',
      [[...length.keys()]],
    );
    await projectDuties(manager, [...length.keys()]);
  });
}
