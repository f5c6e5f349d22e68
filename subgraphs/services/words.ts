/** A word of a subgraph's names that is, or is like, a word asked for. */
export interface KnownWord {
  readonly schema: string;
  readonly word: string;
  readonly asked: string;
  /** 1: the same. */
  readonly likeness: number;
  /** How many spellings hold it. */
  readonly count: number;
}

/** A word whose spellings are compared with the text. */
export interface FollowedWord extends KnownWord {
  /** So many of them, the shortest. */
  readonly taken: number;
  /** How many trigrams of the text each of them is thought to share for it, where the word is not the same. */
  readonly weight: number;
}

/** So many spellings of each subgraph are looked at for the words themselves, and for those like them. */
const SAME = 700;
const LIKE = 250;

/** Which words lead to few enough spellings: the rarest of those asked for, and those most like them. */
export function followedWords(known: readonly KnownWord[]): FollowedWord[] {
  return [...new Set(known.map(({ schema }) => schema))].flatMap((schema) => {
    const own = known.filter((word) => word.schema === schema);
    const same = own.filter(({ likeness }) => likeness === 1).sort((a, b) => a.count - b.count);
    const like = own.filter(({ likeness }) => likeness < 1).sort((a, b) => b.likeness - a.likeness || a.count - b.count);
    return [...within(SAME, same), ...within(LIKE, like)];
  });
}

/** The rarest of the words asked for, where names of a subgraph may hold all of them and following them does not lead to all such names. */
export function walkedWord(known: readonly KnownWord[], schema: string, asked: number): string | null {
  const same = known.filter((word) => word.schema === schema && word.likeness === 1).sort((a, b) => a.count - b.count);
  const [rarest] = same;
  return rarest !== undefined && same.length === asked && rarest.count > SAME ? rarest.word : null;
}

function within(room: number, words: readonly KnownWord[]): FollowedWord[] {
  let left = room;
  const followed: FollowedWord[] = [];
  for (const word of words) {
    const taken = Math.min(word.count, left);
    if (taken === 0) break;
    left -= taken;
    followed.push({ ...word, taken, weight: word.likeness === 1 ? 0 : sharedTrigrams(word) });
  }
  return followed;
}

/** A word of n letters has n + 1 trigrams; the likeness of two is what they share of what they have together. */
function sharedTrigrams({ word, asked, likeness }: KnownWord): number {
  return (likeness / (1 + likeness)) * (word.length + asked.length + 2);
}
