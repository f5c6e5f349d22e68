import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ask } from '../../scripts/ask';
import { signDevelopmentToken } from '../../shared/identity/developmentKey';
import type { Graph } from './Graph';

/** A duty that somebody reports on, with a token for that. */
export interface Duty {
  readonly id: string;
  readonly bearer: string;
}

/** What the thread that writes is given. */
export interface Writing {
  readonly url: string;
  readonly duties: readonly Duty[];
  readonly tokens: ReadonlyMap<string, string>;
  readonly today: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface Written {
  /** Milliseconds of each write, and when it was sent, in seconds since the first. */
  readonly writes: ReadonlyArray<{ readonly sent: number; readonly took: number }>;
  readonly refused: number;
  readonly seconds: number;
}

interface Wish extends Pick<Writing, 'perSecond' | 'seconds' | 'today'> {
  readonly dataDir: string;
}

const BODIES = 300;
/** Writes that are sent one by one, before the steady ones. */
export const ROUNDS = 5;
const report = `mutation ($input: ReportProgressInput!) { reportProgress(input: $input) { event { id } userErrors { code message } } }`;

/** Reports progress on one open duty after the other, for the bodies that answer for them. */
export class Writer {
  private next = 0;

  private constructor(private readonly writing: Writing) {}

  static async of(graph: Graph, { dataDir, today, perSecond, seconds }: Wish): Promise<Writer> {
    const duties: Duty[] = await graph.store.query(
      `WITH bodies AS (SELECT bearer_id FROM duty_term WHERE valid_until = 'infinity' AND completed_on IS NULL AND bearer_id IS NOT NULL
         GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $1)
       SELECT obligation_id AS id, bearer_id AS bearer FROM duty_term t JOIN bodies USING (bearer_id)
       WHERE valid_until = 'infinity' AND completed_on IS NULL ORDER BY md5(obligation_id) LIMIT $2`,
      [BODIES, perSecond * seconds + ROUNDS],
    );
    const bodies = [...new Set(duties.map(({ bearer }) => bearer))];
    const signed = await Promise.all(
      bodies.map((agencyId) => signDevelopmentToken(dataDir, { agencyId, roles: new Set(['REPORTER']), expires: '2h' })),
    );
    const tokens = new Map(bodies.map((body, index) => [body, signed[index] ?? '']));
    return new Writer({ url: graph.url, duties, tokens, today, perSecond, seconds });
  }

  get bodies(): string[] {
    return [...this.writing.tokens.keys()];
  }

  /** One write; false: refused. */
  async write(): Promise<boolean> {
    const { url, duties, tokens, today } = this.writing;
    const duty = duties[this.next++];
    if (duty === undefined) return false;
    const { data } = await ask(url, questionAbout(duty, today), { token: tokens.get(duty.bearer) ?? null });
    return wasRecorded(data);
  }

  /** Writes at a steady rate, from a thread of its own: the graph has its own to itself. */
  async steadily(): Promise<Written> {
    const duties = this.writing.duties.slice(this.next);
    const thread = new Worker(join(__dirname, `writing${extname(__filename)}`), { workerData: { ...this.writing, duties } });
    const [written] = (await once(thread, 'message')) as [Written];
    return written;
  }
}

export function questionAbout({ id, bearer }: Duty, today: string): { query: string; variables: object } {
  const act = { idempotencyKey: randomUUID(), agencyId: bearer, obligationId: id, effectiveOn: today };
  return { query: report, variables: { input: { ...act, status: 'IN_PROGRESS', percent: 50 } } };
}

export function wasRecorded(data: unknown): boolean {
  const { reportProgress } = (data ?? {}) as { reportProgress?: { event: object | null } | null };
  return (reportProgress?.event ?? null) !== null;
}
