import { daysBetween, type CalendarDate } from '../../domain/calendar';
import type { Progress } from './log';
import type { Duty } from './World';

export type Standing =
  'COMPLETED_ON_TIME' | 'COMPLETED_LATE' | 'OPEN_IN_TERM' | 'OPEN_OVERDUE' | 'COMPLETED_UNDATED' | 'OPEN_UNDATED' | 'AWAITING_TRIGGER';

export const standings: readonly Standing[] = [
  'COMPLETED_ON_TIME',
  'COMPLETED_LATE',
  'OPEN_IN_TERM',
  'OPEN_OVERDUE',
  'COMPLETED_UNDATED',
  'OPEN_UNDATED',
  'AWAITING_TRIGGER',
];

/** All that the graph tells of a duty on a day. */
export interface Picture extends Progress {
  readonly dueOn: CalendarDate | null;
  readonly standing: Standing;
  readonly daysLate: number | null;
}

/** A duty's picture from where it is and the extension it has. */
export function pictureOf(duty: Duty, progress: Progress, extension: CalendarDate | null, asOf: CalendarDate): Picture {
  const trigger = duty.triggerOn !== null && duty.triggerOn <= asOf ? duty.triggerOn : null;
  const dueOn = extension ?? duty.statedDueOn ?? trigger;
  const done = progress.completedOn;
  const late = dueOn === null ? 0 : daysBetween(dueOn, done ?? asOf);
  let standing: Standing;
  if (dueOn === null && done !== null) standing = 'COMPLETED_UNDATED';
  else if (dueOn === null) standing = duty.triggered ? 'AWAITING_TRIGGER' : 'OPEN_UNDATED';
  else if (done !== null) standing = late > 0 ? 'COMPLETED_LATE' : 'COMPLETED_ON_TIME';
  else standing = late > 0 ? 'OPEN_OVERDUE' : 'OPEN_IN_TERM';
  return { ...progress, dueOn, standing, daysLate: late > 0 ? late : null };
}
