import type { DataSource } from 'typeorm';
import { storeOf } from '../../../../shared/telemetry/statements';
import { fold } from './changes';

/** Writes after which what they appended to the counts is moved on. */
const EVERY = 1000;
const since = new WeakMap<DataSource, number>();

/** To be called after each write; answers at once. What fails here is done after a later write. */
export function foldNowAndThen(given: DataSource): void {
  const source = storeOf(given);
  const writes = (since.get(source) ?? 0) + 1;
  since.set(source, writes % EVERY);
  if (writes < EVERY) return;
  source.transaction((manager) => fold(manager)).catch(() => undefined);
}
