import type { DataSource, EntityManager } from 'typeorm';
import type { Corpus, Problem } from '../ingest/corpus';
import type { PlanFile } from '../ingest/plan';
import type { Located, ReadCorpus } from '../ingest/read';
import type { Schemas } from '../shared/database';
import { storeOf } from '../shared/telemetry/statements';
import { checkoutOfCode, type Checkout } from './checkout';

/** A plan that no longer fits the corpus of the checkout: it is left out, and told of. */
export interface LeftOutPlan {
  readonly number: number;
  readonly problems: readonly Problem[];
}

/** The corpus of the checkout with the plans imported since, up to one of them. */
export interface CorpusState {
  readonly read: ReadCorpus;
  /** Number of the last plan that was looked at; 0: there is none. */
  readonly plans: number;
  /** Hash of that plan, which stands for all before it too. */
  readonly head: string | null;
  readonly leftOut: readonly LeftOutPlan[];
}

interface StoredPlan {
  readonly number: number;
  readonly hash: string;
  readonly files: readonly PlanFile[];
  readonly passed_over: readonly string[];
}

/** States kept for each corpus: the newest, and one before it that a slower subgraph may still be loading. */
const MOST_KEPT = 2;
/** What all subgraphs of this process know of a corpus and its plans, by the hash of the last plan. */
const kept = new WeakMap<ReadCorpus, Map<string, Promise<CorpusState>>>();
let ofCode: Checkout | null = null;

/** What the subgraph of a store is to serve: the corpus of the checkout and every imported plan. */
export class CorpusInForce {
  private checkout: Checkout | null = null;

  constructor(
    private readonly source: DataSource,
    private readonly schemas: Schemas,
    /** Makes the rows of every subgraph, to see whether that can be done. */
    readonly tryOut: (corpus: Corpus) => void,
  ) {}

  /** Takes this corpus; without this, it is the one that came with the code. */
  use(checkout: Checkout): void {
    this.checkout = checkout;
  }

  /** That of the corpus without plans; null: not known. */
  get version(): string | null {
    return this.checkout?.version ?? null;
  }

  /** As it is after the newest plan that `manager` sees, or after plan `upTo`. */
  async current(manager: EntityManager = this.source.manager, upTo?: number): Promise<CorpusState> {
    const base = await (this.checkout ??= ofCode ??= checkoutOfCode()).read();
    const newest = await this.newest(manager, upTo);
    if (newest === null) return { read: base, plans: 0, head: null, leftOut: [] };
    const states = statesOf(base);
    return states.get(newest.hash) ?? remember(states, newest.hash, this.after(base, newest.number, manager));
  }

  /** Spares the next to ask the reading of a plan that has just been read. */
  remember(state: CorpusState): void {
    const { head } = state;
    if (head !== null) void this.checkout?.read().then((base) => remember(statesOf(base), head, Promise.resolve(state)));
  }

  /** The last plan and its hash; null: none was imported. */
  async newest(manager: EntityManager = this.source.manager, upTo?: number): Promise<Pick<StoredPlan, 'number' | 'hash'> | null> {
    const view = `"${this.schemas.of('obligations')}".pub_imported_plan`;
    const [{ known }]: [{ known: string | null }] = await manager.query('SELECT CAST(to_regclass($1) AS text) AS known', [view]);
    if (known === null) return null; // the subgraph that keeps them has not been migrated
    const rows: StoredPlan[] = await manager.query(
      `SELECT number, hash FROM ${view} WHERE number <= coalesce($1, number) ORDER BY number DESC LIMIT 1`,
      [upTo ?? null],
    );
    return rows[0] ?? null;
  }

  private async after(base: ReadCorpus, number: number, manager: EntityManager): Promise<CorpusState> {
    const view = `"${this.schemas.of('obligations')}".pub_imported_plan`;
    let state: CorpusState = { read: base, plans: 0, head: null, leftOut: [] };
    const heads: Array<Pick<StoredPlan, 'hash'>> = await manager.query(
      `SELECT hash FROM ${view} WHERE hash = ANY($1) AND number < $2 ORDER BY number DESC LIMIT 1`,
      [[...statesOf(base).keys()], number],
    );
    state = (await statesOf(base).get(heads[0]?.hash ?? '')) ?? state;
    for (let next = state.plans + 1; next <= number; next += 1) {
      const [plan]: StoredPlan[] = await manager.query(`SELECT number, hash, files, passed_over FROM ${view} WHERE number = $1`, [next]);
      if (plan !== undefined) state = await withPlan(state, plan);
    }
    return state;
  }
}

async function withPlan(state: CorpusState, { number, hash, files, passed_over }: StoredPlan): Promise<CorpusState> {
  const next = { ...state, plans: number, head: hash };
  if (files.length === 0) return next;
  const { readPlan } = await import('../ingest/plan.ts');
  const { merged, added, problems } = await readPlan(state.read, files, { passOver: new Set(passed_over) });
  if (problems.length > 0) return { ...next, leftOut: [...state.leftOut, { number, problems }] };
  return { ...next, read: namedAfterPlan(merged, added, number) };
}

/** A later plan is told in which one a record stands. */
export function namedAfterPlan(merged: ReadCorpus, added: readonly Located[], number: number): ReadCorpus {
  const own = new Set(added);
  const named = (entry: Located): Located => (own.has(entry) ? { ...entry, file: `plan ${String(number)}: ${entry.file}` } : entry);
  return { ...merged, records: merged.records.map(named) };
}

function statesOf(base: ReadCorpus): Map<string, Promise<CorpusState>> {
  const states = kept.get(base) ?? new Map<string, Promise<CorpusState>>();
  kept.set(base, states);
  return states;
}

function remember(states: Map<string, Promise<CorpusState>>, head: string, state: Promise<CorpusState>): Promise<CorpusState> {
  states.set(head, state);
  for (const old of [...states.keys()].slice(0, -MOST_KEPT)) states.delete(old);
  state.catch(() => states.delete(head));
  return state;
}

const bySource = new WeakMap<DataSource, CorpusInForce>();

export function setCorpusInForce(source: DataSource, corpus: CorpusInForce): void {
  bySource.set(source, corpus);
}

/** Of the subgraph that works on this store. */
export function corpusInForce(source: DataSource): CorpusInForce {
  const found = bySource.get(storeOf(source));
  if (found === undefined) throw new Error('no subgraph was opened on this store');
  return found;
}
