import { createHash } from 'node:crypto';
import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';
import { addDays, daysBetween, type CalendarDate } from '../domain/calendar';

/**
 * A stream of chance of its own name: what one actor draws never depends on the others, so that a run of fewer actors
 * repeats what those did in the run of all.
 */
export class Random {
  private readonly generator: RandomGenerator;

  constructor(...names: ReadonlyArray<string | number>) {
    this.generator = xoroshiro128plus(createHash('sha256').update(JSON.stringify(names)).digest().readInt32LE(0));
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return unsafeUniformIntDistribution(least, Math.max(least, most), this.generator);
  }

  chance(probability: number): boolean {
    return this.between(0, 999_999) < probability * 1_000_000;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** One of the names, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries<number>(weights) as Array<[Name, number]>;
    let left = this.between(0, entries.reduce((sum, [, weight]) => sum + weight, 0) - 1);
    for (const [name, weight] of entries) {
      if (left < weight) return name;
      left -= weight;
    }
    throw new RangeError('no weights');
  }

  day(from: CalendarDate, to: CalendarDate): CalendarDate {
    return addDays(from, this.between(0, Math.max(0, daysBetween(from, to))));
  }
}
