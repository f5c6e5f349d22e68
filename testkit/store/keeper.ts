import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirectory } from '../../scripts/DataDirectory';
import { runProgram, type Lifetime } from '../../scripts/Lifetime';
import { startEmbedded } from '../../scripts/postgres/embedded';
import { Lease } from './lease';

const CHECK_MS = 500;

/** Keeps the embedded PostgreSQL of a folder for all who test, until nobody has used it for a while. */
async function keep(life: Lifetime, folder: string, lingerMs: number): Promise<void> {
  const directory = new DataDirectory(folder);
  try {
    await directory.claim();
  } catch (error) {
    if (directory.occupant() === null) throw error;
    return life.end(0); // another keeper was faster
  }
  await life.onEnd(() => {
    directory.release();
    return undefined;
  });
  const server = await startEmbedded({ dataDir: directory.path, signal: life.signal, relaxed: true });
  await life.onEnd(() => server.stop());
  void server.ended.then(() => life.end(1));
  const lease = await Lease.on(server.url);
  await life.onEnd(() => lease.end());
  directory.announce({ databasePort: server.port });
  life.markReady();
  for (;;) {
    await untilUnused(directory, lease, lingerMs);
    // Said before the last look: whoever connects after it sees this, and whoever connected before is seen.
    directory.announce({ leaving: true });
    if (!(await inUse(lease))) return life.end(0);
    directory.announce({ leaving: false });
  }
}

async function untilUnused(directory: DataDirectory, lease: Lease, lingerMs: number): Promise<void> {
  let lastUse = Date.now();
  while (Date.now() - lastUse < lingerMs) {
    await sleep(CHECK_MS);
    if (directory.occupant()?.pid !== process.pid) return; // the folder was removed
    if (await inUse(lease)) lastUse = Date.now();
  }
}

async function inUse(lease: Lease): Promise<boolean> {
  const [row] = await lease.rows<{ others: number }>(
    `SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return row === undefined || row.others > 0;
}

const [, , folder = '', lingerMs = ''] = process.argv;
void runProgram((life) => keep(life, folder, Number(lingerMs)));
