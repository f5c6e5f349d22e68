import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { LossyProxy } from './LossyProxy';

export interface Answered {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: ReadonlyArray<{
    readonly message: string;
    readonly path?: ReadonlyArray<string | number>;
    readonly extensions?: { readonly code?: string };
  }>;
}

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const CONNECTIONS = 32;
const PATIENCE_MS = 90_000;
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;
const REQUEST_MS = 30_000;

/** Codes that say nothing of the request: the graph was in trouble, and what came of a write is not known. */
const TROUBLE = new Set([
  ...['SUBGRAPH_UNREACHABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_ERROR', 'SUBGRAPH_BAD_RESPONSE'],
  ...['STORE_UNAVAILABLE', 'STORE_BUSY', 'STORE_FULL', 'BUSY'],
]);

/** The graph was in trouble though nothing had been done to it. */
class UnexpectedTrouble extends Error {
  override readonly name = 'UnexpectedTrouble';
}

/** How agencies reach the graph: over HTTP, through lines that can fail, again and again until there is an answer. */
export class Line {
  /** Requests sent again because the answer was lost or the graph was in trouble. */
  retries = 0;
  sent = 0;
  private readonly good: Pool;
  private readonly losing: Pool;
  private readonly path: string;
  /** Until then trouble is expected; by performance.now(). */
  private troubledUntil = 0;

  private constructor(
    private readonly proxy: LossyProxy,
    private readonly losingProxy: LossyProxy,
  ) {
    const url = new URL(proxy.url);
    this.path = url.pathname;
    this.good = new Pool(url.origin, { connections: CONNECTIONS, headersTimeout: REQUEST_MS, bodyTimeout: REQUEST_MS });
    this.losing = new Pool(new URL(losingProxy.url).origin, { headersTimeout: REQUEST_MS, bodyTimeout: REQUEST_MS });
    losingProxy.cut(Infinity);
  }

  static async to(url: string): Promise<Line> {
    return new Line(await LossyProxy.before(url), await LossyProxy.before(url));
  }

  /** From now on for a while the graph may be in trouble. */
  expectTrouble(ms = 60_000): void {
    this.troubledUntil = performance.now() + ms;
  }

  /** Drops the connections of the next answers. */
  cut(answers: number): void {
    this.expectTrouble();
    this.proxy.cut(answers);
  }

  /** Answers lost on the way. */
  get lost(): number {
    return this.proxy.lost + this.losingProxy.lost;
  }

  /** Asks until there is an answer. `loseFirst`: the first one is lost on the way. */
  async ask(question: Question, token: string | null, loseFirst = false): Promise<Answered> {
    const body = JSON.stringify(question);
    if (loseFirst) {
      await this.post(this.losing, body, token).then(
        () => Promise.reject(new Error('an answer came through a line that loses all')),
        () => undefined,
      );
      this.retries++;
    }
    const deadline = performance.now() + PATIENCE_MS;
    for (let pause = PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.post(this.good, body, token).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      );
      const trouble = answer instanceof Error ? answer.message : troubleIn(answer);
      if (trouble === null) return answer as Answered;
      if (performance.now() > this.troubledUntil) throw new UnexpectedTrouble(`no fault was going on, yet: ${trouble}`);
      if (performance.now() > deadline)
        throw new UnexpectedTrouble(`no answer in ${String(PATIENCE_MS / 1000)} s after a fault: ${trouble}`);
      this.retries++;
      await sleep(pause);
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.good.destroy(), this.losing.destroy()]);
    await Promise.all([this.proxy.close(), this.losingProxy.close()]);
  }

  private async post(pool: Pool, body: string, token: string | null): Promise<Answered> {
    this.sent++;
    const { statusCode, body: stream } = await pool.request({
      method: 'POST',
      path: this.path,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
    });
    const text = await stream.text();
    try {
      return JSON.parse(text) as Answered;
    } catch {
      throw new Error(`HTTP ${String(statusCode)} without JSON: ${text.slice(0, 200)}`);
    }
  }
}

function troubleIn({ errors = [] }: Answered): string | null {
  const trouble = errors.find((error) => TROUBLE.has(error.extensions?.code ?? 'none'));
  return trouble === undefined ? null : `${trouble.extensions?.code ?? ''} ${trouble.message}`;
}
