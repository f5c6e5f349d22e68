import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Answer } from '../ask';

const DUTIES = `query Duties($agency: ID!, $first: Int!) { agency(id: $agency) { owes(first: $first) { nodes { id } } } }`;
const REPORT = `mutation Report($input: ReportProgressInput!) {
  reportProgress(input: $input) { event { id hash } userErrors { code message } }
}`;
const NEWEST = `query Newest($id: ID!) { obligation(id: $id) { lastEvent { id } } }`;
const ANYBODY = `query Anybody($first: Int!) { obligations(first: $first) { nodes { id dueOn document { number } } } }`;

const TIMEOUT_MS = 15_000;
const AFTER_FAILURE_MS = 50;

export interface LoadOptions {
  readonly url: string;
  readonly agencyId: string;
  readonly token: string;
  readonly writers: number;
  readonly readers: number;
  readonly today: string;
}

/** An entry of the log that the graph said it had recorded. */
export interface Acknowledged {
  readonly id: string;
  readonly hash: string;
}

interface Tally {
  done: number;
  failed: number;
  /** When each succeeded, in milliseconds since the epoch. */
  readonly at: number[];
}

/** Reads and writes of clients, over the public API. Each writer has duties of its own and looks for what it wrote. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly writes: Tally = { done: 0, failed: 0, at: [] };
  readonly reads: Tally = { done: 0, failed: 0, at: [] };
  /** Times that one who had just written did not see it. */
  unseen = 0;
  looked = 0;
  private over = false;
  private keys = 0;

  constructor(private readonly options: LoadOptions) {}

  /** Runs until `stop`. */
  async run(): Promise<void> {
    const { url, agencyId, token, writers, readers } = this.options;
    const answer = await ask(url, { query: DUTIES, variables: { agency: agencyId, first: writers } }, { token });
    const { agency } = answer.data as { agency: { owes: { nodes: Array<{ id: string }> } } };
    await Promise.all([
      ...agency.owes.nodes.map(({ id }) => this.write(id)),
      ...Array.from({ length: readers }, (_, index) => this.read(index)),
    ]);
  }

  /** The readers alone. */
  async onlyRead(): Promise<void> {
    await Promise.all(Array.from({ length: this.options.readers }, (_, index) => this.read(index)));
  }

  stop(): void {
    this.over = true;
  }

  private async write(obligationId: string): Promise<void> {
    const { url, agencyId, token, today } = this.options;
    while (!this.over) {
      const idempotencyKey = `failover ${String((this.keys += 1))}`;
      const input = { idempotencyKey, agencyId, obligationId, effectiveOn: today, status: 'IN_PROGRESS', percent: this.keys % 100 };
      // The same key until there is an answer: what was recorded before the connection broke is not recorded twice.
      const event = await this.until(this.writes, async () => {
        const answer = await ask(url, { query: REPORT, variables: { input } }, { token, timeoutMs: TIMEOUT_MS });
        return (answer.data as { reportProgress: { event: Acknowledged | null } | null } | null)?.reportProgress?.event ?? null;
      });
      if (event === null) return;
      this.acknowledged.push(event);
      await this.lookFor(event, obligationId);
    }
  }

  private async lookFor(event: Acknowledged, obligationId: string): Promise<void> {
    const { url, token } = this.options;
    const answer = await ask(url, { query: NEWEST, variables: { id: obligationId } }, { token, timeoutMs: TIMEOUT_MS }).catch(() => null);
    const { obligation = null } = (answer?.data ?? {}) as { obligation?: { lastEvent: { id: string } | null } | null };
    if (obligation === null) return;
    this.looked += 1;
    if (obligation.lastEvent?.id !== event.id) this.unseen += 1;
  }

  private async read(index: number): Promise<void> {
    for (let count = index; !this.over; count += 1) {
      const question = { query: ANYBODY, variables: { first: 1 + (count % 20) } };
      await this.until(this.reads, async () => succeeded(await ask(this.options.url, question, { timeoutMs: TIMEOUT_MS })));
    }
  }

  /** Tries until it succeeds. Null when the load is over before. */
  private async until<T>(tally: Tally, work: () => Promise<T | null>): Promise<T | null> {
    for (;;) {
      const result = await work().catch(() => null);
      if (result !== null) {
        tally.done += 1;
        tally.at.push(Date.now());
        return result;
      }
      if (this.over) return null;
      tally.failed += 1;
      await sleep(AFTER_FAILURE_MS);
    }
  }
}

function succeeded({ data, errors }: Answer): true | null {
  return (data ?? null) !== null && errors === undefined ? true : null;
}

/** The longest time without a success after `from`, in milliseconds. */
export function longestGap({ at }: { readonly at: readonly number[] }, from: number): number {
  let before = from;
  let longest = 0;
  for (const moment of at) {
    if (moment < from) continue;
    longest = Math.max(longest, moment - before);
    before = moment;
  }
  return before === from ? Infinity : longest;
}
