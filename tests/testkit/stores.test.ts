import { openSubgraphs } from '../../subgraphs/runtime';
import { day } from '../../domain/calendar';
import { fixedClock } from '../../shared/clock';
import { takeStore, type GraphStore } from '../../testkit/store/database';
import { Lease } from '../../testkit/store/lease';
import { testServer } from '../support/store';

const { url, prefix } = testServer();

let owner: Lease;
beforeAll(async () => {
  owner = await Lease.on(url);
});
afterAll(() => owner.end());

/** Which of these stores stand: as a database, or as schemas. Other test files have graphs just now too. */
async function standing(...stores: readonly GraphStore[]): Promise<boolean[]> {
  const found = await owner.rows<{ name: string }>('SELECT datname AS name FROM pg_database UNION ALL SELECT nspname FROM pg_namespace');
  return stores.map((store) => found.some(({ name }) => name.startsWith(store.name)));
}

async function countDuties({ databaseUrl, schemaPrefix }: GraphStore): Promise<number> {
  const [obligations] = await openSubgraphs({ databaseUrl, schemaPrefix, clock: fixedClock(day('2022-04-01')) }, ['obligations']);
  const [row]: Array<{ count: number }> = (await obligations?.source.query('SELECT count(*)::int AS count FROM obligation')) ?? [];
  await obligations?.close();
  return row?.count ?? 0;
}

/** What happens to a store when the one who has it is killed: its connection is gone. */
async function kill({ name }: GraphStore): Promise<void> {
  const killed = await owner.rows(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
     WHERE locktype = 'advisory' AND (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)`,
    [name],
  );
  expect(killed).toHaveLength(1);
}

/** A user of the server who may make schemas, and no databases. */
async function withoutDatabases(): Promise<{ url: string; remove(): Promise<unknown> }> {
  const role = `${prefix}plain`;
  await owner.rows('CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public');
  await owner.rows(`CREATE ROLE "${role}" LOGIN PASSWORD 'plain'`);
  await owner.rows(`DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO "${role}"', current_database()); END $$`);
  const plain = new URL(url);
  plain.username = role;
  plain.password = 'plain';
  return { url: plain.toString(), remove: () => owner.rows(`DROP OWNED BY "${role}" CASCADE; DROP ROLE "${role}"`) };
}

describe('the store of a graph', () => {
  it('holds the corpus, and is dropped with its graph', async () => {
    const store = await takeStore(url, prefix);
    expect(await standing(store)).toEqual([true]);
    expect(await countDuties(store)).toBeGreaterThan(600);
    await store.release();
    expect(await standing(store)).toEqual([false]);
  });

  it('is dropped at the next start when its run was killed, and no other is', async () => {
    const [killed, living] = [await takeStore(url, prefix), await takeStore(url, prefix)];
    await kill(killed);
    const next = await takeStore(url, prefix);
    expect(await standing(killed, living, next)).toEqual([false, true, true]);
    await Promise.all([killed, living, next].map((store) => store.release()));
    expect(await standing(killed, living, next)).toEqual([false, false, false]);
  });

  it('is dropped also when the server cut all connections in between', async () => {
    const store = await takeStore(url, prefix);
    await kill(store);
    await store.release();
    expect(await standing(store)).toEqual([false]);
  });

  it('has schemas of its own for a user who may not make databases', async () => {
    const plain = await withoutDatabases();
    try {
      const store = await takeStore(plain.url, `${prefix}plain_`);
      expect([store.databaseUrl, store.schemaPrefix]).toEqual([plain.url, `${store.name}_`]);
      expect(await countDuties(store)).toBeGreaterThan(600);
      await kill(store);
      const next = await takeStore(plain.url, `${prefix}plain_`);
      expect(await standing(store, next)).toEqual([false, true]);
      await next.release();
      expect(await standing(next)).toEqual([false]);
    } finally {
      await plain.remove();
    }
  });
});
