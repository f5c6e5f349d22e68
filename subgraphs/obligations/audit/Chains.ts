import { createHash } from 'node:crypto';

/** The end of a chain: how many entries it has and the hash of the last, which stands for all of them. */
export interface Head {
  readonly length: number;
  readonly hash: string;
}

/** Something that was altered, removed or slipped in. */
export interface Break {
  /** The duty, or `plans`. */
  readonly chain: string;
  /** Place in the chain; null: the chain as a whole. */
  readonly number: number | null;
  readonly what: string;
}

/** An entry as it stands in the store, with the hash that its content gives. */
export interface Link {
  readonly chain: string;
  readonly number: number;
  readonly hash: string;
  readonly computed: string;
  readonly previousHash: string | null;
}

/** Follows chains entry by entry, all entries of one before those of the next. */
export class Chains {
  readonly breaks: Break[] = [];
  readonly heads = new Map<string, Head>();
  private readonly unseen: Map<string, Head>;

  /** @param saved heads of an earlier time, which must still be contained */
  constructor(private readonly saved: ReadonlyMap<string, Head>) {
    this.unseen = new Map(saved);
  }

  follow({ chain, number, hash, computed, previousHash }: Link): void {
    const before = this.heads.get(chain) ?? null;
    const expected = (before?.length ?? 0) + 1;
    if (number > expected) this.note(chain, expected, `missing${number - expected > 1 ? ` up to ${String(number - 1)}` : ''}`);
    if (number < 1) this.note(chain, number, 'entries begin with 1');
    if (number === expected && previousHash !== (before?.hash ?? null))
      this.note(
        chain,
        number,
        `follows ${previousHash ?? 'nothing'}, but the entry before it has ${before?.hash ?? 'no hash: it is the first'}`,
      );
    if (computed !== hash) this.note(chain, number, `altered: its content gives ${computed}, it carries ${hash}`);
    const then = this.saved.get(chain);
    if (then?.length === number) {
      this.unseen.delete(chain);
      if (then.hash !== computed) this.note(chain, number, `rewritten: it had ${then.hash} when the heads were saved`);
    }
    this.heads.set(chain, { length: number, hash });
  }

  /** To be called when all entries have passed. */
  end(): void {
    for (const [chain, { length }] of this.unseen)
      this.note(
        chain,
        length,
        `gone: the chain had ${String(length)} entries when the heads were saved, now ${String(this.heads.get(chain)?.length ?? 0)}`,
      );
  }

  note(chain: string, number: number | null, what: string): void {
    this.breaks.push({ chain, number, what });
  }

  /** Stands for the whole log: it changes with any entry. */
  digest(): string {
    const all = createHash('sha256');
    for (const [chain, { length, hash }] of sorted(this.heads)) all.update(`${chain} ${String(length)} ${hash}\n`);
    return all.digest('hex');
  }
}

export function sorted(heads: ReadonlyMap<string, Head>): Array<[string, Head]> {
  return [...heads].sort(([a], [b]) => (a < b ? -1 : 1));
}
