import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { day } from '../domain/calendar';
import { projectRoot, readTestkitConfig } from '../shared/config';
import { clientOf, type Client } from './client';
import { readDay, shareDay, writeDay } from './day';
import type { News, Orders } from './orders';
import { makeTokenPress } from './tokens';

export type Role = 'REPORTER' | 'VERIFIER' | 'EDITOR' | 'ADMIN';

export interface GraphOptions {
  /** The day it is when the graph starts, YYYY-MM-DD. */
  readonly today: string;
  /** A PostgreSQL 15 or newer to work on. Default: DATABASE_URL, else an embedded one that all tests of this user share. */
  readonly databaseUrl?: string;
}

/** The clock of a graph. It stands still until it is set. */
export interface GraphClock {
  readonly today: string;
  /** Holds from the next request on. @throws RangeError for what is no calendar day */
  set(today: string): void;
}

/** Somebody who asks with a token. */
export interface Agent extends Client {
  readonly agencyId: string;
  readonly roles: readonly Role[];
  readonly token: string;
}

/** A graph of one's own, with the whole corpus and nothing reported yet. Without a token: anybody, who may only read. */
export interface Graph extends Client {
  readonly url: string;
  readonly clock: GraphClock;
  /** One who acts for an agency, in these roles. */
  as(agencyId: string, ...roles: readonly Role[]): Agent;
  /** Ends it and drops its data. */
  stop(): Promise<void>;
}

type Up = Exclude<News, { failure: string }>;

/** Starts the whole graph: five subgraphs and the gateway over HTTP, on PostgreSQL, in a thread of their own. */
export async function startGraph({ today, databaseUrl }: GraphOptions): Promise<Graph> {
  const shared = shareDay(day(today));
  const press = makeTokenPress();
  const config = readTestkitConfig();
  const orders: Orders = { config: { ...config, serverUrl: databaseUrl ?? config.serverUrl }, today: shared, publicKey: press.publicKey };
  const worker = new Worker(join(projectRoot, 'dist', 'testkit', 'thread.js'), { workerData: orders, execArgv: [] });
  const { url, claims } = await untilUp(worker);
  worker.unref(); // a test that forgets to stop its graph still ends
  let stopped: Promise<void> | undefined;
  return {
    url,
    ...clientOf(url, null),
    clock: {
      get today() {
        return readDay(shared);
      },
      set: (next) => {
        writeDay(shared, day(next));
      },
    },
    as: (agencyId, ...roles) => {
      const token = press.tokenFor(claims, agencyId, roles);
      return { agencyId, roles, token, ...clientOf(url, token) };
    },
    stop: () => (stopped ??= stop(worker)),
  };
}

function untilUp(worker: Worker): Promise<Up> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the graph ended with code ${String(code)} before it answered`));
    });
    worker.once('message', (news: News) => {
      if ('url' in news) resolve(news);
      else reject(new Error(`the graph does not start: ${news.failure}`));
    });
  });
}

async function stop(worker: Worker): Promise<void> {
  worker.ref();
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('message', (news: News) => {
      if ('failure' in news) reject(new Error(`the graph does not stop cleanly: ${news.failure}`));
    });
    worker.once('exit', () => {
      resolve();
    });
  });
  worker.postMessage('stop');
  await ended;
}
