import { createHash } from 'node:crypto';
import { QueryFailedError, type DataSource } from 'typeorm';
import { formatProblem } from '../ingest/corpus';
import { exclusively, migrate, replaceRows } from '../shared/database';
import { DomainError } from '../shared/errors';
import type { SubgraphDefinition } from '../shared/subgraph';
import type { Checkout } from './checkout';
import type { CorpusInForce, CorpusState } from './corpusInForce';
import { takeRows } from './rows';
import { listSpellings } from './spellings';

const RETRY_MS = 2000;

/** Begins what stands for the hash of the corpus in a store of generated data. */
const GENERATED = 'generated';

/** Keeps the rows of one subgraph those of the corpus in force. */
export class CorpusLoader {
  private running: Promise<unknown> = Promise.resolve();
  private waiting = false;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly source: DataSource,
    private readonly definition: SubgraphDefinition,
    private readonly inForce: CorpusInForce,
    /** Generated data is to be served, as it stands; else it is refused, as the corpus is otherwise. */
    private readonly servesGenerated = false,
  ) {}

  /** Migrates, and loads what differs from what was loaded, be it the facts, the plans or the loader that changed. */
  async prepare(checkout: Checkout): Promise<boolean> {
    await migrate(this.source);
    this.inForce.use(checkout);
    return this.inTurn(async () => {
      if (await this.isMadeOf(checkout)) return false;
      await checkout.read(); // before others have to wait for this one
      return exclusively(this.source, () => this.load());
    });
  }

  /** A plan may have been imported: loads it, unless another process of this subgraph has. */
  follow(): void {
    if (this.waiting || this.closed) return;
    this.waiting = true;
    this.inTurn(async () => {
      this.waiting = false;
      if (!this.closed && (await this.isBehind())) await exclusively(this.source, () => this.catchUp());
    }).catch((error: unknown) => {
      if (this.closed) return;
      this.log(`an imported plan could not be loaded: ${String(error)}; trying again`);
      this.retry = setTimeout(() => {
        this.follow();
      }, RETRY_MS);
      this.retry.unref();
    });
  }

  /** Waits for what is being loaded. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.running;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.running.then(work);
    this.running = result.catch(() => undefined);
    return result;
  }

  private async isBehind(): Promise<boolean> {
    const newest = await this.inForce.newest();
    return newest !== null && newest.number > (await this.loaded()).plans;
  }

  private async loaded(): Promise<{ hash: string | null; plans: number; madeOf: string | null }> {
    const [found]: Array<{ hash: string; plans: number; madeOf: string | null }> = await this.source.query(
      'SELECT hash, plans, made_of AS "madeOf" FROM corpus_load',
    );
    return found ?? { hash: null, plans: 0, madeOf: null };
  }

  /** Whether the rows that stand there were made of this very corpus, by this code, with all plans there are. */
  private async isMadeOf({ version }: Checkout): Promise<boolean> {
    const { hash, madeOf } = await this.loaded();
    if (this.servesGenerated || madeOf === null || hash === null || version === null) return false;
    return madeOf === origin(version, (await this.inForce.newest())?.hash ?? null, hash);
  }

  /** @throws DomainError when the store holds generated data and that is not to be served, or the other way round */
  private async isGenerated(): Promise<boolean> {
    const { hash } = await this.loaded();
    const generated = hash?.startsWith(GENERATED) === true;
    if (generated === this.servesGenerated) return generated;
    throw new DomainError(
      'GENERATED_DATA',
      generated
        ? 'this database holds a generated nation, which the corpus never mixes with; serve it with npm start -- --generated, or take another database'
        : 'this database holds no generated nation; make one with npm run generate, or start without --generated',
    );
  }

  /** Another process of this subgraph may have been faster. */
  private async catchUp(): Promise<void> {
    if (await this.isBehind()) await this.load();
  }

  private async load(): Promise<boolean> {
    if (await this.isGenerated()) return false;
    let state = await this.inForce.current();
    for (const { number, problems } of state.leftOut) {
      const told = problems.map((problem) => `  ${formatProblem(problem)}`).join('\n');
      this.log(`the imported plan ${String(number)} no longer fits the corpus and is left out:\n${told}`);
    }
    for (;;) {
      try {
        return await this.replace(state);
      } catch (error) {
        if (state.plans === 0 || !isAboutContent(error)) throw error;
        this.log(`the imported plan ${String(state.plans)} cannot be loaded and is left out: ${String(error)}`);
        state = await this.inForce.current(undefined, state.plans - 1);
      }
    }
  }

  private async replace({ read, plans, head, leftOut }: CorpusState): Promise<boolean> {
    const rows = takeRows(this.definition, read.corpus);
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const { version } = this.inForce;
    // A plan that is left out is told of at every start, for which the corpus is read.
    const madeOf = version === null || leftOut.length > 0 ? null : origin(version, head, hash);
    const before = await this.loaded();
    if (before.hash === hash) {
      if (before.plans !== plans || before.madeOf !== madeOf)
        await this.source.query('UPDATE corpus_load SET plans = $1, made_of = $2', [plans, madeOf]);
      return false;
    }
    const changed = await this.source.transaction(async (manager) => {
      const tables = await replaceRows(manager, [...rows, ['corpus_load', [{ hash, plans, made_of: madeOf }]]]);
      await this.definition.afterLoad?.(manager);
      await listSpellings(manager);
      return tables;
    });
    await this.source.query(`ANALYZE ${['spelling', 'word', ...changed].join(', ')}`);
    return true;
  }

  private log(message: string): void {
    process.stderr.write(`ketnoi ${this.definition.name}: ${message}\n`);
  }
}

/** What rows with this hash were made of. Whoever alters the one has not made the other: a migration may empty the hash. */
function origin(version: string, head: string | null, hash: string): string {
  return createHash('sha256')
    .update(JSON.stringify([version, head, hash]))
    .digest('hex');
}

/** Not a lost connection, not a lock: what was to be loaded is to blame. */
function isAboutContent(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return error instanceof RangeError || error instanceof TypeError;
  const { code } = error.driverError as { code?: string };
  return code !== undefined && /^(22|23|54)/.test(code); // bad data, broken constraint, too much
}
