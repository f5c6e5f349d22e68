import type { Logger } from 'pino';
import type { Telemetry } from './Telemetry';

/** How a program is watched at its work. */
export interface Observation {
  /** Null: no traces and no metrics. */
  readonly telemetry: Telemetry | null;
  readonly log: Logger;
  /** Statements that take longer are logged; null: none. */
  readonly slowSqlMs: number | null;
  /** Operations that take longer are logged; null: none. */
  readonly slowOperationMs: number | null;
}
