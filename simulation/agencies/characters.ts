import { Random } from '../Random';
import type { Manner } from './Desk';

export type Character = 'PROMPT' | 'LATE' | 'FORGETFUL' | 'CONTRADICTORY' | 'OVER_EAGER' | 'CARELESS';

const shares: Readonly<Record<Character, number>> = {
  PROMPT: 30,
  LATE: 20,
  FORGETFUL: 14,
  CONTRADICTORY: 14,
  OVER_EAGER: 10,
  CARELESS: 12,
};

/** What a body is like; it stays so through a run. */
export function characterOf(seed: number, agencyId: string): Character {
  return new Random(seed, 'character', agencyId).weighted(shares);
}

/** How often it does something wrong before it does the right thing. */
export const mistakeRate: Readonly<Record<Character, number>> = {
  PROMPT: 0.03,
  LATE: 0.06,
  FORGETFUL: 0.08,
  CONTRADICTORY: 0.5,
  OVER_EAGER: 0.3,
  CARELESS: 0.2,
};

const careful: Readonly<Record<Manner, number>> = { PLAIN: 95, AGAIN: 2, TWINS: 1, LOST: 2 };
const careless: Readonly<Record<Manner, number>> = { PLAIN: 64, AGAIN: 12, TWINS: 12, LOST: 12 };

export function mannerOf(character: Character, random: Random): Manner {
  return random.weighted(character === 'CARELESS' ? careless : careful);
}

/** Days from the last day of a duty to its claim that the duty is done; null: it never makes it. */
export function daysFromDue(character: Character, random: Random): number | null {
  switch (character) {
    case 'PROMPT':
    case 'CARELESS':
      return -random.between(0, 30);
    case 'OVER_EAGER':
      return -random.between(20, 120);
    case 'LATE':
      return random.between(1, 150);
    case 'CONTRADICTORY':
      return random.between(-60, 60);
    case 'FORGETFUL':
      return random.chance(0.5) ? null : random.between(60, 500);
  }
}
