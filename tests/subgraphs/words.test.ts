import { followedWords, walkedWord, type KnownWord } from '../../subgraphs/services/words';

const known = (word: string, count: number, rest: Partial<KnownWord> = {}): KnownWord => ({
  schema: 'agencies',
  word,
  asked: word,
  likeness: 1,
  count,
  ...rest,
});
const taken = (words: readonly KnownWord[]) => followedWords(words).map(({ word, taken }) => [word, taken]);

describe('the words that a search follows', () => {
  it('are the rarest first, and of common words the shortest names', () => {
    expect(taken([known('xa', 40_000), known('00042', 9), known('sinh', 30_000)])).toEqual([
      ['00042', 9],
      ['sinh', 691],
    ]);
  });

  it('are counted for each subgraph alone', () => {
    expect(taken([known('xa', 40_000), known('xa', 14_000, { schema: 'documents' })])).toEqual([
      ['xa', 700],
      ['xa', 700],
    ]);
  });

  it('are also those most like a word asked for, which count for less than the word itself', () => {
    const like = known('quang', 40, { asked: 'quanh', likeness: 0.5 });
    expect(followedWords([known('quan', 300, { asked: 'quanh', likeness: 0.57 }), like])).toEqual([
      expect.objectContaining({ word: 'quan', taken: 250 }),
    ]);
    expect(followedWords([like])[0]?.weight).toBe(4);
  });
});

describe('the names that may hold the whole text', () => {
  it('are walked through by the rarest word, where following it does not lead to all of them', () => {
    expect(walkedWord([known('cong', 14_000), known('moi', 10_000)], 'agencies', 2)).toBe('moi');
    expect(walkedWord([known('cong', 14_000), known('moi', 500)], 'agencies', 2)).toBeNull();
  });

  it('are none where a subgraph lacks a word of the text', () => {
    expect(walkedWord([known('cong', 14_000), known('moi', 10_000)], 'agencies', 3)).toBeNull();
    expect(walkedWord([known('cong', 14_000)], 'documents', 1)).toBeNull();
  });
});
