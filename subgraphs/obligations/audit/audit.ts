import type { DataSource, EntityManager } from 'typeorm';
import { chainedColumns, chainHash, type ChainedEvent } from '../progress/chain';
import { planColumns, planHash } from '../plans/log';
import { Chains, type Break, type Head } from './Chains';
import { compareCounts, compareDuties } from './projections';

const EVENTS_AT_ONCE = 2000;
const PLANS = 'plans';

export interface Audit {
  readonly events: number;
  readonly plans: number;
  readonly breaks: readonly Break[];
  readonly heads: ReadonlyMap<string, Head>;
  readonly digest: string;
}

export interface AuditOptions {
  /** Heads of an earlier audit that must still be contained. */
  readonly saved?: ReadonlyMap<string, Head>;
  /** Told how far it is. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Reads the whole log at one moment and holds it against itself: that every entry gives its hash and follows the one before it,
 * that nothing is missing, and that what is kept beside it (heads, accepted writes, where the duties stand, their terms and counts)
 * agrees with it.
 */
export function auditLog(source: DataSource, { saved = new Map(), onProgress = () => undefined }: AuditOptions = {}): Promise<Audit> {
  return source.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('SET TRANSACTION READ ONLY');
    const chains = new Chains(saved);
    const [size]: Array<{ events: number; duties: number }> = await manager.query(
      'SELECT (SELECT count(*) FROM event)::int AS events, (SELECT count(*) FROM obligation)::int AS duties',
    );
    const of = (size?.events ?? 0) + (size?.duties ?? 0);
    const events = await followEvents(manager, chains, (done) => {
      onProgress(done, of);
    });
    const plans = await followPlans(manager, chains);
    await compareHeads(manager, chains);
    await compareWrites(manager, chains);
    await findOrphans(manager, chains);
    await compareDuties(manager, chains, (done) => {
      onProgress(Math.min(of, events + done), of);
    });
    await compareCounts(manager, chains);
    chains.end();
    return { events, plans, breaks: chains.breaks, heads: chains.heads, digest: chains.digest() };
  });
}

/** The same without what the corpus has a part in; within the caller's transaction, of what it sees. */
export async function auditEntries(manager: EntityManager): Promise<Audit> {
  const chains = new Chains(new Map());
  const events = await followEvents(manager, chains, () => undefined);
  const plans = await followPlans(manager, chains);
  await compareHeads(manager, chains);
  await compareWrites(manager, chains);
  return { events, plans, breaks: chains.breaks, heads: chains.heads, digest: chains.digest() };
}

/** The ends of all chains as they are kept, unread: what an audit gives when nothing is broken. */
export async function keptHeads(manager: EntityManager): Promise<Pick<Audit, 'heads' | 'digest'>> {
  const chains = new Chains(new Map());
  const kept: Array<Head & { id: string }> = await manager.query(
    `SELECT obligation_id AS id, length, head AS hash FROM duty_chain WHERE length > 0
     UNION ALL (SELECT '${PLANS}', number, hash FROM imported_plan ORDER BY number DESC LIMIT 1)`,
  );
  for (const { id, length, hash } of kept) chains.heads.set(id, { length, hash });
  return { heads: chains.heads, digest: chains.digest() };
}

async function followEvents(manager: EntityManager, chains: Chains, onProgress: (done: number) => void): Promise<number> {
  let after: { obligationId: string; number: number } | undefined;
  let position: { chain: string; at: bigint } | undefined;
  for (let done = 0; ;) {
    const rows: Array<ChainedEvent & { hash: string; position: string }> = await manager.query(
      `SELECT ${chainedColumns}, e.hash, e.position FROM event e ${after === undefined ? '' : 'WHERE (e.obligation_id, e.number) > ($1, $2)'}
       ORDER BY e.obligation_id, e.number LIMIT ${String(EVENTS_AT_ONCE)}`,
      after === undefined ? [] : [after.obligationId, after.number],
    );
    for (const row of rows) {
      const { obligationId: chain, number, hash, previousHash } = row;
      const id = `event:${chain.replace(/^obligation:/, '')}/${String(number)}`;
      if (row.id !== id) chains.note(chain, number, `its id is ${row.id}, not ${id}`);
      chains.follow({ chain, number, hash, previousHash, computed: chainHash(row) });
      const at = BigInt(row.position);
      if (position?.chain === chain && position.at >= at) chains.note(chain, number, 'came into the store before the entry it follows');
      position = { chain, at };
    }
    done += rows.length;
    onProgress(done);
    after = rows.at(-1);
    if (rows.length < EVENTS_AT_ONCE) return done;
  }
}

async function followPlans(manager: EntityManager, chains: Chains): Promise<number> {
  const rows: Array<Parameters<typeof planHash>[0] & { hash: string }> = await manager.query(
    `SELECT ${planColumns}, hash FROM imported_plan ORDER BY number`,
  );
  for (const { hash, ...entry } of rows)
    chains.follow({ chain: PLANS, number: entry.number, hash, previousHash: entry.previousHash, computed: planHash(entry) });
  return rows.length;
}

/** Each chain keeps its head apart: an end that was cut off does not fit it. */
async function compareHeads(manager: EntityManager, chains: Chains): Promise<void> {
  const kept: Array<{ id: string; length: number; head: string | null }> = await manager.query(
    'SELECT obligation_id AS id, length, head FROM duty_chain ORDER BY obligation_id',
  );
  const unkept = new Set([...chains.heads.keys()].filter((chain) => chain !== PLANS));
  for (const { id, length, head } of kept) {
    unkept.delete(id);
    const found = chains.heads.get(id);
    if (length !== (found?.length ?? 0))
      chains.note(id, null, `has ${String(found?.length ?? 0)} entries, its head says ${String(length)}`);
    else if (head !== (found?.hash ?? null)) chains.note(id, null, `ends with ${found?.hash ?? 'nothing'}, its head says ${String(head)}`);
  }
  for (const id of unkept) chains.note(id, null, 'has entries and no head');
}

/** Each entry came of a write that was accepted, and each such write left one. */
async function compareWrites(manager: EntityManager, chains: Chains): Promise<void> {
  const unasked: Array<{ id: string; number: number }> = await manager.query(
    `SELECT e.obligation_id AS id, e.number FROM event e LEFT JOIN accepted_write w ON w.event_id = e.id
     WHERE w.event_id IS NULL ORDER BY 1, 2`,
  );
  for (const { id, number } of unasked) chains.note(id, number, 'no accepted write led to it');
  const lost: Array<{ id: string | null; agency: string; key: string }> = await manager.query(
    `SELECT w.event_id AS id, w.agency_id AS agency, w.key FROM accepted_write w LEFT JOIN event e ON e.id = w.event_id
     WHERE e.id IS NULL AND NOT EXISTS (SELECT 1 FROM imported_plan p WHERE p.agency_id = w.agency_id AND p.key = w.key) ORDER BY 1, 2, 3`,
  );
  for (const { id, agency, key } of lost)
    chains.note(chainOf(id), numberOf(id), `gone: the write ${JSON.stringify(key)} of ${agency} led to ${id ?? 'nothing'}`);
}

function chainOf(id: string | null): string {
  return id === null ? '–' : id.startsWith('plan:') ? PLANS : id.replace(/^event:(.*)\/\d+$/, 'obligation:$1');
}

function numberOf(id: string | null): number | null {
  const [number] = /\d+$/.exec(id ?? '') ?? [];
  return number === undefined ? null : Number(number);
}

async function findOrphans(manager: EntityManager, chains: Chains): Promise<void> {
  const orphans: Array<{ id: string }> = await manager.query(
    `SELECT obligation_id AS id FROM event UNION SELECT obligation_id FROM duty_state EXCEPT SELECT id FROM obligation ORDER BY 1`,
  );
  for (const { id } of orphans) chains.note(id, null, 'there is no such duty');
}
