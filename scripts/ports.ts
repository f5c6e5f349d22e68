import cluster from 'node:cluster';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { codeOf, Failure, reasonOf } from './failure';

/** @throws Failure naming every address that cannot be listened on, and why. Port 0 (any free one) is always fine. */
export async function checkPorts(host: string, uses: ReadonlyArray<readonly [port: number, what: string, remedy: string]>): Promise<void> {
  if (cluster.isWorker) return; // a replica shares its port; the process that started it has looked
  const complaints: string[] = [];
  for (const [port, what, remedy] of uses) {
    const refusal = port === 0 ? null : await refusalOf(host, port);
    if (refusal !== null) complaints.push(`port ${String(port)} on ${host} for ${what} ${refusal}; ${remedy}`);
  }
  if (complaints.length > 0) throw new Failure(complaints.join('\nketnoi: '));
}

async function refusalOf(host: string, port: number): Promise<string | null> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port, exclusive: true }, resolve));
    await new Promise((resolve) => server.close(resolve));
    return null;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return 'is taken by another program';
    if (codeOf(error) === 'EACCES') return 'may only be used by root';
    return `cannot be used (${reasonOf(error)})`;
  }
}

/** Ports below those that systems give to whoever connects: one that is found free here is not taken by a connection before it is used. */
const LOWEST = 15_000;
const HIGHEST = 30_000;
const ATTEMPTS = 50;

/** The first of `count` ports in a row that are free on 127.0.0.1. @throws Failure when none are found */
export async function freePorts(count = 1): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const first = randomInt(LOWEST, HIGHEST);
    const refusals = await Promise.all(Array.from({ length: count }, (_, offset) => refusalOf('127.0.0.1', first + offset)));
    if (refusals.every((refusal) => refusal === null)) return first;
  }
  throw new Failure(
    `this machine has no ${count === 1 ? 'free TCP port' : `${String(count)} free TCP ports in a row`} on 127.0.0.1 that could be found`,
  );
}
