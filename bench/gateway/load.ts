import { Pool } from 'undici';
import { exchange } from '../../gateway/subgraphs/HttpExchange';
import { dutyId, DUTIES } from './world';

/** Questions of one kind; no two in a row are the same. */
export interface Workload {
  readonly name: string;
  readonly atOnce: number;
  readonly body: (random: () => number) => string;
}

const SMALL = 'query Duty($id: ID!) { obligation(id: $id) { title dueOn leadAgencies { name } document { number } } }';
const LARGE = `query Duties($after: String) { obligations(first: 500, after: $after) { nodes { id title dueOn
  leadAgencies { name level } coordinatingAgencies { name } document { number title } } } }`;
const PAGES = 50;

export const workloads: readonly Workload[] = [
  {
    name: 'small: one duty, its leads, its document; random ids',
    atOnce: 32,
    body: (random) => JSON.stringify({ query: SMALL, variables: { id: dutyId(Math.floor(random() * DUTIES)) } }),
  },
  {
    name: 'large: 500 duties with 5 references each; random pages',
    atOnce: 4,
    body: (random) => JSON.stringify({ query: LARGE, variables: { after: String(Math.floor(random() * PAGES) * 90) } }),
  },
];

const PATIENCE_MS = 60_000;

/** A client with connections that stay open, which reads an answer as a whole: who asks is to take little of the time that is measured. */
export class Client {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.pool = new Pool(origin, { connections: 64 });
    this.path = pathname;
  }

  async ask(body: string): Promise<string> {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const { status, text } = await exchange(this.pool, { path: this.path, headers, body, timeoutMs: PATIENCE_MS, refuse: () => null });
    if (status === 200 && !text.includes('"errors"')) return text;
    throw new Error(`HTTP ${String(status)}: ${text.slice(0, 500)}`);
  }

  /** Asks for so long, so many at once. @returns how many were answered, and in how long */
  async load({ atOnce, body }: Workload, ms: number, random: () => number): Promise<{ requests: number; ms: number }> {
    let requests = 0;
    const begun = performance.now();
    const end = begun + ms;
    const one = async (): Promise<void> => {
      while (performance.now() < end) {
        await this.ask(body(random));
        requests += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return { requests, ms: performance.now() - begun };
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}
