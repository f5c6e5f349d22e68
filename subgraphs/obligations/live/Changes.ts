import { GraphQLError } from 'graphql';
import type { DataSource } from 'typeorm';
import { directAddress } from '../../../shared/database';
import { storeOf } from '../../../shared/telemetry/statements';
import { Listener } from '../../Listener';
import { areSomeUnsettled, changesAfter, isAfter, startAfter, type Change, type Position } from './log';
import { dutiesWished } from './matching';
import { eventChannel } from './notice';
import { Reader, type Supply, type Wish } from './Reader';

const PAGE = 200;
/** The store is asked by itself this often, should a notification be lost. */
const LOOK_MS = 5000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/**
 * New events for all readers of this process. One connection listens for notifications, which say only that there is something new;
 * what it is, and in which order, is read from the log.
 */
class Changes implements Supply {
  private readonly readers = new Set<Reader>();
  private readonly listener: Listener;
  private listening: Promise<void> | undefined;
  /** How far the readers that are attached have come. */
  private at: Position = { transaction: 0n, place: 0n };
  private rung = false;
  private working = false;
  private closed = false;
  private pauseMs = FIRST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly source: DataSource) {
    this.listener = new Listener(
      () => directAddress(source),
      eventChannel(source),
      () => {
        this.ring();
      },
    );
  }

  /** Readers that wait for news. */
  get count(): number {
    return this.readers.size;
  }

  /** @throws BAD_USER_INPUT for an unknown event or filter */
  async subscribe(wish: Wish, after: string | null): Promise<Reader> {
    // Should it fail, the listener tries again by itself, and until then the store is asked.
    this.listening ??= this.listener.open().catch(() => undefined);
    await this.listening;
    await dutiesWished(await wish.context(), wish.filter, []);
    return new Reader(this, wish, await startAfter(this.source, after), after);
  }

  async read(at: Position, wish: Wish): ReturnType<Supply['read']> {
    const changes = await changesAfter(this.source, at, PAGE);
    const last = changes.at(-1) ?? null;
    if (last === null) return { last, wished: [] };
    const duties = await dutiesWished(await wish.context(), wish.filter, dutiesOf(changes));
    return { last, wished: changes.filter(({ event }) => duties.has(event.obligationId)) };
  }

  attach(reader: Reader): boolean {
    if (this.readers.size === 0) this.at = reader.position;
    else if (isAfter(this.at, reader.position)) return false;
    this.readers.add(reader);
    this.ring();
    return true;
  }

  detach(reader: Reader): void {
    this.readers.delete(reader);
    if (this.readers.size === 0) clearTimeout(this.timer);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    for (const reader of [...this.readers]) await reader.return();
    await this.listener.close();
  }

  private ring(): void {
    this.rung = true;
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (this.rung && !this.closed) {
        this.rung = false;
        await this.handOut();
      }
      const waiting = this.readers.size > 0 && (await areSomeUnsettled(this.source));
      this.lookAgain(waiting ? this.pauseMs : LOOK_MS);
    } catch (error) {
      process.stderr.write(`live: the log cannot be read, trying again: ${String(error)}\n`);
      this.lookAgain(LONGEST_PAUSE_MS);
    } finally {
      this.working = false;
    }
    if (this.rung) this.ring();
  }

  private lookAgain(inMs: number): void {
    clearTimeout(this.timer);
    if (this.closed || this.readers.size === 0) return;
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    this.timer = setTimeout(() => {
      this.ring();
    }, inMs);
  }

  private async handOut(): Promise<void> {
    while (this.readers.size > 0) {
      const from = this.at;
      const changes = await changesAfter(this.source, from, PAGE);
      if (this.at !== from) continue; // the last reader left, and one came that stands elsewhere
      const last = changes.at(-1);
      if (last === undefined) return;
      this.pauseMs = FIRST_PAUSE_MS;
      this.at = last.at; // whoever comes from now on has these behind him
      const readers = [...this.readers];
      try {
        const wished = await this.wishedBy(readers, changes);
        for (const reader of readers) if (this.readers.has(reader)) reader.take(wished.get(reader) ?? [], last.at);
      } catch (error) {
        this.at = from;
        throw error;
      }
    }
  }

  /** What each reader wishes; a filter is looked at once, however many readers have it. */
  private async wishedBy(readers: readonly Reader[], changes: readonly Change[]): Promise<ReadonlyMap<Reader, readonly Change[]>> {
    const answers = new Map<string, Promise<readonly Change[]>>();
    const wished = new Map<Reader, readonly Change[]>();
    await Promise.all(
      readers.map(async (reader) => {
        try {
          const context = await reader.wish.context();
          const key = `${context.today} ${JSON.stringify(reader.wish.filter)}`;
          const answer =
            answers.get(key) ??
            dutiesWished(context, reader.wish.filter, dutiesOf(changes)).then((duties) =>
              changes.filter(({ event }) => duties.has(event.obligationId)),
            );
          answers.set(key, answer);
          wished.set(reader, await answer);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          reader.fail(error);
        }
      }),
    );
    return wished;
  }
}

const all = new WeakMap<DataSource, Changes>();

/** The changes in a store, followed while this process has it open. */
export function changesIn(given: DataSource): Changes {
  const source = storeOf(given);
  const known = all.get(source) ?? new Changes(source);
  all.set(source, known);
  return known;
}

export async function closeChanges(source: DataSource): Promise<void> {
  await all.get(source)?.close();
  all.delete(source);
}

function dutiesOf(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ event }) => event.obligationId))];
}
