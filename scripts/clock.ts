import { fileClock, fixedClock, systemClock, type Clock } from '../shared/clock';
import type { Config } from '../shared/config';
import { Failure, reasonOf } from './failure';

/** @throws Failure for a file of the day that holds none */
export function clockOf(config: Config): Clock {
  if (config.today !== null) return fixedClock(config.today);
  if (config.todayFile === null) return systemClock;
  try {
    return fileClock(config.todayFile);
  } catch (error) {
    throw new Failure(`KETNOI_TODAY_FILE: ${reasonOf(error)}`);
  }
}
