import { setTimeout as sleep } from 'node:timers/promises';
import { attacks, type Attack } from './attacks';

const ORDINARY = JSON.stringify({ query: '{ obligation(id: "obligation:qd-06-qd-ttg-2022/III.5.b.4") { dueOn leadAgencies { name } } }' });
const REPEATS = 5;
const json = { 'content-type': 'application/json' };

interface Refused {
  readonly status: number;
  readonly code: string;
  readonly bytes: number;
  readonly ms: number;
}

/** Sends an attack with POST, and reads what is answered. */
async function send(url: string, { request, body = JSON.stringify(request), contentType }: Attack): Promise<Refused> {
  const since = performance.now();
  const headers = contentType === undefined ? json : { 'content-type': contentType };
  const response = await fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : new Uint8Array(body) });
  const text = await response.text();
  const ms = performance.now() - since;
  return { status: response.status, code: codeIn(text), bytes: Buffer.byteLength(text), ms };
}

function codeIn(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    return errors?.[0]?.extensions?.code ?? '';
  } catch {
    return '';
  }
}

async function timeOrdinary(url: string): Promise<number> {
  const since = performance.now();
  const response = await fetch(url, { method: 'POST', headers: json, body: ORDINARY });
  const { data } = (await response.json()) as { data?: unknown };
  if (data === undefined) throw new Error(`an ordinary query was not served (status ${String(response.status)})`);
  return performance.now() - since;
}

/**
 * Prints how long each attack takes, its answer, and how long an ordinary query of another client takes meanwhile: the slowest of some runs.
 * @returns whether each was refused as it is to be
 */
export async function measureHostile(url: string, limitMs: number, print: (line: string) => void): Promise<boolean> {
  for (let index = 0; index < REPEATS; index += 1) await timeOrdinary(url);
  let fit = true;
  print('| attack | status | code | bytes | ms | another client, ms |');
  print('| --- | --- | --- | --- | --- | --- |');
  for (const attack of attacks) {
    let slowest: Refused | null = null;
    let others = 0;
    for (let index = 0; index < REPEATS; index += 1) {
      const sent = send(url, attack);
      const other = sleep(1).then(() => timeOrdinary(url));
      const [refused, ms] = await Promise.all([sent, other]);
      if (slowest === null || refused.ms > slowest.ms) slowest = refused;
      others = Math.max(others, ms);
    }
    if (slowest === null) continue;
    const { status, code, bytes, ms } = slowest;
    const good = status >= 400 && status < 500 && attack.codes.includes(code) && bytes < 50_000 && ms < limitMs;
    fit &&= good;
    print(
      `| ${attack.name} | ${String(status)} | ${code} | ${String(bytes)} | ${ms.toFixed(0)} | ${others.toFixed(0)} |${good ? '' : ' ✗'}`,
    );
  }
  return fit;
}
