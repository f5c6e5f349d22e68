import type { DataSource } from 'typeorm';
import { schemaOf } from '../../../shared/database';
import { storeOf } from '../../../shared/telemetry/statements';

/** The channel on which it is told that there is something new in the log. */
export const eventChannel = (source: DataSource): string => `${schemaOf(source)}_event`;

const ringing = new WeakMap<DataSource, { again: boolean }>();

/**
 * Tells all processes that something was recorded. To be called after it was: a transaction that notifies lets no other one that does
 * end beside it, and writes would go to disk one by one. One notice at a time, for all writes since the last; whoever listens looks
 * into the log by itself too, should one be lost.
 */
export function ring(given: DataSource): void {
  const source = storeOf(given);
  const state = ringing.get(source);
  if (state !== undefined) {
    state.again = true;
    return;
  }
  ringing.set(source, { again: false });
  source
    .query("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')", [eventChannel(source)])
    .catch(() => undefined)
    .finally(() => {
      const { again } = ringing.get(source) ?? { again: false };
      ringing.delete(source);
      if (again && source.isInitialized) ring(source);
    });
}
