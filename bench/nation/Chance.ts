import { createHash } from 'node:crypto';
import { unsafeUniformIntDistribution, xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/** A stream of chance of its own name: the same names draw the same, whatever else is drawn beside them. */
export class Chance {
  private readonly generator: RandomGenerator;

  constructor(...names: ReadonlyArray<string | number>) {
    this.generator = xoroshiro128plus(createHash('sha256').update(JSON.stringify(names)).digest().readInt32LE(0));
  }

  /** Whole, both ends included. */
  between(least: number, most: number): number {
    return unsafeUniformIntDistribution(least, most, this.generator);
  }

  /** True in so many of a hundred. */
  percent(share: number): boolean {
    return this.between(0, 99) < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.between(0, items.length - 1)] as Item;
  }
}

/** `total` shared out by weight in whole parts, each at least `least`, that sum up exactly; the first remainders are rounded up. */
export function shares(total: number, weights: readonly number[], least = 0): number[] {
  const spare = total - least * weights.length;
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let given = 0;
  let before = 0;
  return weights.map((weight) => {
    before += weight;
    const upTo = Math.round((spare * before) / sum);
    const own = upTo - given;
    given = upTo;
    return own + least;
  });
}
