import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';
import { questionAbout, wasRecorded, type Duty, type Writing, type Written } from './Writer';

const TICK_MS = 5;
const CONNECTIONS = 64;
/** So many times as long may the writes take as they were to. */
const PATIENCE = 2;

const { url, duties, tokens, today, perSecond, seconds } = workerData as Writing;
const { origin, pathname: path } = new URL(url);
const pool = new Pool(origin, { connections: CONNECTIONS });

async function isTaken(duty: Duty): Promise<boolean> {
  const authorization = `Bearer ${tokens.get(duty.bearer) ?? ''}`;
  const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
  const { body } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(questionAbout(duty, today)) });
  return wasRecorded(((await body.json()) as { data?: unknown }).data);
}

/** Sends writes when they are due, whether or not those before them have been answered, up to a second's worth at once. */
async function write(): Promise<Written> {
  const writes: Array<{ sent: number; took: number }> = [];
  let refused = 0;
  const begun = performance.now();
  const since = () => (performance.now() - begun) / 1000;
  const pending = new Set<Promise<void>>();
  const all = Math.min(perSecond * seconds, duties.length);
  for (let sent = 0; sent < all && since() < seconds * PATIENCE;) {
    await sleep(TICK_MS);
    for (const due = Math.min(all, Math.floor(since() * perSecond)); sent < due && pending.size < perSecond; sent += 1) {
      const asked = since();
      const one = isTaken(duties[sent] as Duty)
        .catch(() => false)
        .then((taken) => {
          if (taken) writes.push({ sent: asked, took: (since() - asked) * 1000 });
          else refused += 1;
        });
      pending.add(one);
      void one.then(() => pending.delete(one));
    }
  }
  await Promise.all(pending);
  return { writes, refused, seconds: since() };
}

void write().then(async (written) => {
  parentPort?.postMessage(written);
  await pool.close();
});
