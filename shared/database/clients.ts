import { LRUCache } from 'lru-cache';
import { Socket } from 'node:net';
import { Client } from 'pg';

type Ask = (query: unknown, values: unknown, done: (error: Error | null, result: unknown) => void) => unknown;

/** Sends the four or five messages of a statement in one piece: to hand each to the operating system takes as long again as sending. */
export class JoiningSocket extends Socket {
  override _writev(chunks: Array<{ chunk: Buffer }>, done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer' as BufferEncoding, done);
  }
}

/**
 * A client whose promises are made of callbacks: those of its own keep the rows of one query alive into the next, which the garbage
 * collector pays for.
 */
export class PromisingClient extends Client {
  override query = ((query: unknown, values?: unknown, done?: unknown) => {
    const ask = super.query.bind(this) as Ask;
    if (typeof query !== 'string' || [values, done].some((one) => typeof one === 'function')) return ask(query, values, done as never);
    return new Promise((resolve, reject) => {
      ask(this.named(query, values), values, (error, result) => {
        if (error === null) resolve(result);
        else reject(error);
      });
    });
  }) as Client['query'];

  /** The query under the name by which it is prepared; itself: it is not. */
  protected named(...[query]: readonly [query: string, values: unknown]): string | { name: string; text: string } {
    return query;
  }
}

/** A session keeps what it has prepared. The product asks for a few hundred texts; those that filters and fields can be combined to are more. */
const MOST_PREPARED = 500;
/** To be prepared a text has to have been asked for so often. */
const PREPARED_AT = 3;

/** Statements asked for lately, for all sessions of this process. */
const texts = new LRUCache<string, { asked: number; name: string | null }>({ max: 4 * MOST_PREPARED });
let prepared = 0;

/** Prepares statements with parameters where they are asked first: each session parses them once, and plans most of them once. */
export class PreparingClient extends PromisingClient {
  protected override named(query: string, values: unknown): string | { name: string; text: string } {
    if (!Array.isArray(values) || values.length === 0) return query;
    const known = texts.get(query) ?? { asked: 0, name: null };
    texts.set(query, known);
    known.asked += 1;
    if (known.asked === PREPARED_AT && prepared < MOST_PREPARED) known.name = `ketnoi ${String((prepared += 1))}`;
    return known.name === null ? query : { name: known.name, text: query };
  }
}
