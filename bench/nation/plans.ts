import { addDays, day, type CalendarDate } from '../../domain/calendar';
import { Chance, shares } from './Chance';
import { REFORM, type Geography, type Place } from './geography';
import type { Size } from './size';

/** One local plan: who issued it and how much of the nation it holds. */
export interface LocalPlan {
  readonly slug: string;
  readonly place: Place;
  readonly issuedOn: CalendarDate;
  readonly title: string;
  /** Its duties, and the place of the first in the order of all. */
  readonly duties: number;
  readonly firstPlace: number;
  /** Events recorded before those of its duties. */
  readonly firstEvent: number;
}

/** Weights of a plan by level: how many duties it has beside others. */
const WEIGHT = { PROVINCE: 180, DISTRICT: 60, COMMUNE: 55 } as const;
const AFTER_REFORM = 1.7;

/** The plans of 2022 and those after the reform, older ones first; together they hold what the national plan leaves. */
export function localPlans(size: Size, places: Geography, national: number): LocalPlan[] {
  const chance = new Chance(size.seed, 'plans');
  const waves: ReadonlyArray<readonly [readonly Place[], string, CalendarDate, number]> = [
    [places.provinces2022, '2022', day('2022-02-14'), 1],
    [places.districts, '2022', day('2022-03-14'), 1],
    [places.communes2022, '2022', day('2022-04-11'), 1],
    [places.provincesToday, '2025', day('2025-08-04'), AFTER_REFORM],
    [places.communesToday, '2025', day('2025-09-08'), AFTER_REFORM],
  ];
  const all = waves.flatMap(([wave, year, issuedOn, factor]) =>
    wave.map((place, index) => ({ place, year, issuedOn: addDays(issuedOn, Math.floor((index * 20) / wave.length)), factor })),
  );
  const weights = all.map(({ place, factor }) => WEIGHT[place.level] * factor * chance.between(70, 130));
  const counts = shares(size.obligations - national, weights, 1);
  const pace = new EventPace(size.obligations - national, size.events);
  let firstPlace = national;
  let firstEvent = 0;
  let local = 0;
  return all.map(({ place, year, issuedOn }, index) => {
    const duties = counts[index] ?? 1;
    const title = `Kế hoạch thực hiện Đề án 06 năm ${year} của ${place.name} (dữ liệu sinh ra)`;
    const plan = { slug: `gen-kh-${place.slug.slice(4)}-${year}`, place, issuedOn, title, duties, firstPlace, firstEvent };
    firstPlace += duties;
    for (let end = local + duties; local < end; local += 1) firstEvent += pace.of(local);
    return plan;
  });
}

const PATTERN = [5, 0, 7, 4, 6, 3, 8, 5, 7, 5];
const MEAN = 5;

/** How many events each local duty has, in all exactly as many as asked for. */
export class EventPace {
  private readonly drifts: boolean;

  constructor(
    private readonly duties: number,
    private readonly events: number,
  ) {
    this.drifts = events >= duties * MEAN;
  }

  /** @param index of the duty among the local ones */
  of(index: number): number {
    const { duties, events } = this;
    const even = Math.floor(((index + 1) * events) / duties) - Math.floor((index * events) / duties);
    const cycleEnd = (Math.floor(index / PATTERN.length) + 1) * PATTERN.length;
    // Within a whole cycle duties lend each other events: the sum stays, lengths differ.
    return this.drifts && cycleEnd <= duties ? even + (PATTERN[index % PATTERN.length] ?? MEAN) - MEAN : even;
  }
}

export const isAfterReform = (plan: LocalPlan): boolean => plan.issuedOn >= REFORM;
