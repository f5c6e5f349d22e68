import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../shared/config';
import { auditLog, type Audit } from '../../../subgraphs/obligations/audit/audit';
import { chainedColumns, chainHash, type ChainedEvent } from '../../../subgraphs/obligations/progress/chain';
import { startWriting, type WritingGraph } from '../../support/writing';
import { send } from '../../support/writes';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const duty = { obligationId: `${QD06}/III.5.b.4`, agencyId: 'agency:bo-tu-phap' };
const other = { obligationId: `${QD06}/IV.9.b`, agencyId: 'agency:bo-tai-chinh' };
const eventId = 'event:qd-06-qd-ttg-2022/III.5.b.4';

let graph: WritingGraph;
const folder = mkdtempSync(join(tmpdir(), 'ketnoi-audit-'));
beforeAll(async () => {
  graph = await startWriting('2022-06-30');
  const btp = graph.as(duty.agencyId, 'REPORTER');
  const evidence = [{ url: 'https://moj.gov.vn/bb.pdf', type: 'application/pdf', hash: `sha256:${'0f'.repeat(32)}` }];
  await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-02-01', status: 'IN_PROGRESS', percent: 50, note: 'Đang làm', evidence });
  await send(btp, 'requestExtension', { ...duty, effectiveOn: '2022-03-01', newDueOn: '2022-09-30', reason: 'Chờ kinh phí' });
  await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-03-20', status: 'COMPLETED' });
  await send(graph.as(other.agencyId, 'REPORTER'), 'reportProgress', { ...other, effectiveOn: '2022-03-01', status: 'SUSPENDED' });
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const told = ({ breaks }: Audit) => breaks.map(({ chain, number, what }) => `${chain.replace(`${QD06}/`, '')} ${String(number)}: ${what}`);

const tables = ['event', 'duty_chain', 'accepted_write', 'duty_state', 'duty_term', 'duty_count', 'duty_count_new', 'duty_count_month'];

/** What an audit tells after someone with every right in the database has done this to it; then all is as before. */
async function auditAfter(...tampering: string[]): Promise<string[]> {
  const kept = tables.filter((table) => tampering.some((sql) => new RegExp(`\\b${table}\\b`).test(sql)));
  await tamper(...kept.map((table) => `CREATE TABLE kept_${table} AS SELECT * FROM ${table}`));
  try {
    await tamper(...tampering);
    return told(await auditLog(graph.source));
  } finally {
    await tamper(
      ...kept.map((table) => `DELETE FROM ${table}`),
      ...kept.map((table) => `INSERT INTO ${table} ${table === 'event' ? 'OVERRIDING SYSTEM VALUE ' : ''}SELECT * FROM kept_${table}`),
      ...kept.map((table) => `DROP TABLE kept_${table}`),
    );
  }
}

function tamper(...statements: string[]): Promise<void> {
  return graph.source.transaction(async (manager) => {
    await manager.query('ALTER TABLE event DISABLE TRIGGER event_append_only');
    for (const sql of statements) await manager.query(sql);
    await manager.query('ALTER TABLE event ENABLE ALWAYS TRIGGER event_append_only');
  });
}

/** The hash that the content of an entry gives as it stands now. */
async function hashNow(id: string): Promise<string> {
  const [row]: ChainedEvent[] = await graph.source.query(`SELECT ${chainedColumns} FROM event e WHERE e.id = $1`, [id]);
  return chainHash(row as ChainedEvent);
}

describe('an audit of the log', () => {
  it('finds nothing where nothing was altered, and sums the log up in one digest', async () => {
    const first = await auditLog(graph.source);
    expect([told(first), first.events, first.heads.size]).toEqual([[], 4, 2]);
    expect((await auditLog(graph.source)).digest).toBe(first.digest);
  });

  it.each([
    ['status', "'SUSPENDED'"],
    ['percent', '100'],
    ['note', "'Đã xong'"],
    ['effective_on', "'2022-01-31'"],
    ['recorded_on', "'2022-01-31'"],
    ['recorded_at', "recorded_at + interval '1 microsecond'"],
    ['by_id', "'agency:bo-y-te'"],
    ['parts', "ARRAY['agency:bo-y-te']"],
    ['evidence', "'[]'"],
    ['kind', "'REPORT_VERIFIED'"],
    ['about_id', `'${eventId}/2'`],
    ['new_due_on', "'2030-01-01'"],
    ['legal_basis', '\'{"sourceUrl": "https://x.vn"}\''],
    ['period', "'2022-03'"],
    ['items', "'[]'"],
  ])('finds that %s was altered', async (column, value) => {
    const found = await auditAfter(`UPDATE event SET ${column} = ${value} WHERE id = '${eventId}/1'`);
    expect(found[0]).toMatch(/^III\.5\.b\.4 1: altered: its content gives [0-9a-f]{64}, it carries [0-9a-f]{64}$/);
  });

  it('finds that an entry in the middle was removed', async () => {
    const found = await auditAfter(`DELETE FROM event WHERE id = '${eventId}/2'`);
    expect(found).toContain('III.5.b.4 2: missing');
    expect(found).toContain(`III.5.b.4 2: gone: the write "key 2" of agency:bo-tu-phap led to ${eventId}/2`);
  });

  it('finds that the last entry was removed', async () => {
    const found = await auditAfter(`DELETE FROM event WHERE id = '${eventId}/3'`);
    expect(found).toContain('III.5.b.4 null: has 2 entries, its head says 3');
  });

  it('finds that the last entry was removed with its head and its write: of where the duty stands it is still told', async () => {
    const found = await auditAfter(
      `DELETE FROM event WHERE id = '${eventId}/3'`,
      `DELETE FROM accepted_write WHERE event_id = '${eventId}/3'`,
      `UPDATE duty_chain SET length = 2, head = (SELECT hash FROM event WHERE id = '${eventId}/2') WHERE obligation_id = '${duty.obligationId}'`,
    );
    expect(found).toEqual([
      expect.stringMatching(/^III\.5\.b\.4 null: is said to stand 2022-02-01 to 2022-03-20: .*; by its entries 2022-02-01 to infinity: /),
    ]);
  });

  it.each([
    ['altered', `UPDATE duty_term SET completed_on = NULL WHERE obligation_id = '${duty.obligationId}' AND completed_on IS NOT NULL`],
    ['removed', `DELETE FROM duty_term WHERE obligation_id = '${duty.obligationId}' AND completed_on IS NOT NULL`],
    ['doubled', `INSERT INTO duty_term SELECT * FROM duty_term WHERE obligation_id = '${duty.obligationId}' AND completed_on IS NOT NULL`],
  ])('finds that a term of a duty was %s, and that the counts no longer fit', async (_, tampering) => {
    const found = await auditAfter(tampering);
    expect(found[0]).toMatch(/^III\.5\.b\.4 null: is said to have the term .*; by its entries /);
    expect(found.filter((line) => !line.startsWith('counts null: ')).slice(1)).toEqual([]);
    expect(found).toContainEqual(
      expect.stringMatching(/^counts null: the change of BEARER agency:bo-tu-phap \(depends on the reading\) 2022-03-20 is said to be /),
    );
  });

  it('finds that a term of a duty without entries was altered', async () => {
    const [row]: Array<{ id: string }> = await graph.source.query(
      'SELECT obligation_id AS id FROM duty_term t WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.obligation_id = t.obligation_id) LIMIT 1',
    );
    const found = await auditAfter(`UPDATE duty_term SET place = place + 1 WHERE obligation_id = '${row?.id ?? ''}'`);
    expect(found).toEqual([expect.stringMatching(/ null: is said to have the term .*; by its entries /)]);
  });

  it.each([
    ['of a day', 'duty_count', /^counts null: the change of .* is said to be .*; by the terms of the duties /],
    ['of the beginnings of months', 'duty_count_month', /^counts null: the sum of .* is said to be .*; by the terms of the duties /],
  ])('finds that the counts %s were altered', async (_, table, told) => {
    const found = await auditAfter(`UPDATE ${table} SET on_time = on_time + 1 WHERE dimension = 'NATION'`);
    expect(found.some((line) => told.test(line))).toBe(true);
    expect(found.every((line) => line.startsWith('counts null: '))).toBe(true);
  });

  it('finds that an entry was slipped in', async () => {
    const found = await auditAfter(
      `INSERT INTO event (id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, parts, previous_hash, hash)
       SELECT '${eventId}/4', obligation_id, 4, kind, by_id, effective_on, recorded_at, recorded_on, status, parts, hash, repeat('0', 64)
       FROM event WHERE id = '${eventId}/3'`,
    );
    expect(found[0]).toMatch(/^III\.5\.b\.4 4: altered/);
    expect(found).toContain('III.5.b.4 null: has 4 entries, its head says 3');
    expect(found).toContain('III.5.b.4 4: no accepted write led to it');
  });

  it('finds that entries were exchanged', async () => {
    const found = await auditAfter(
      `UPDATE event SET number = number + 10, id = id || '-' WHERE obligation_id = '${duty.obligationId}' AND number < 3`,
      `UPDATE event SET number = 13 - number, id = '${eventId}/' || (13 - number) WHERE obligation_id = '${duty.obligationId}' AND number > 10`,
    );
    expect(found.filter((line) => line.includes(': follows '))).toHaveLength(3);
    expect(found).toContain('III.5.b.4 2: came into the store before the entry it follows');
  });

  it('finds that an entry was altered with its own hash: the next one follows another', async () => {
    const found = await auditAfterRehash(1);
    expect(found[0]).toMatch(/^III\.5\.b\.4 2: follows [0-9a-f]{64}, but the entry before it has [0-9a-f]{64}$/);
  });

  it('finds that a head was altered', async () => {
    const found = await auditAfter(`UPDATE duty_chain SET head = repeat('a', 64) WHERE obligation_id = '${duty.obligationId}'`);
    expect(found).toEqual([expect.stringContaining('its head says aaaa')]);
  });

  it('finds heads without entries and entries without head', async () => {
    const found = await auditAfter(
      `DELETE FROM duty_chain WHERE obligation_id = '${duty.obligationId}'`,
      `INSERT INTO duty_chain VALUES ('${QD06}/IV.10', 1, repeat('a', 64))`,
    );
    expect(found).toEqual(['IV.10 null: has 0 entries, its head says 1', 'III.5.b.4 null: has entries and no head']);
  });

  it('finds that it is told otherwise where a duty stands', async () => {
    const found = await auditAfter(`UPDATE duty_state SET completed_on = '2022-02-01' WHERE completed_on IS NOT NULL`);
    expect(found).toEqual([
      expect.stringMatching(/^III\.5\.b\.4 null: is said to stand .* completed 2022-02-01, .*; by its entries .* completed 2022-03-20/),
    ]);
  });

  it('finds entries of a duty that there is not', async () => {
    const found = await auditAfter(
      `INSERT INTO duty_state VALUES ('obligation:x', '2022-01-01', 'infinity', 'COMPLETED', 'COMPLETED', '2022-01-01', '2022-01-01', NULL)`,
    );
    expect(found).toEqual([
      'obligation:x null: there is no such duty',
      'obligation:x null: it is said to stand somewhere, but has no entries',
    ]);
  });

  /** Alters an entry and gives it the hash of what it says now, as one would who knows the rules. */
  async function auditAfterRehash(number: number): Promise<string[]> {
    const id = `${eventId}/${String(number)}`;
    const [{ note, hash }]: [{ note: string; hash: string }] = await graph.source.query('SELECT note, hash FROM event WHERE id = $1', [id]);
    await tamper(`UPDATE event SET note = 'khác' WHERE id = '${id}'`);
    const forged = await hashNow(id);
    await tamper(`UPDATE event SET hash = '${forged}' WHERE id = '${id}'`);
    const found = told(await auditLog(graph.source));
    await tamper(`UPDATE event SET note = '${note}', hash = '${hash}' WHERE id = '${id}'`);
    return found;
  }
});

describe('npm run audit:verify', () => {
  function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const { url, schemaPrefix } = graph.database;
    const env = { ...process.env, DATABASE_URL: url, KETNOI_SCHEMA_PREFIX: schemaPrefix, KETNOI_DATA: folder };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(projectRoot, 'dist', 'scripts', 'audit.js'), ...args], { env }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });
  }
  const file = join(folder, 'heads');

  it('says that nothing was altered, and saves the heads of all chains', async () => {
    const { code, out } = await run('--save', file);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Nothing was altered\.\n {2}Log {7}4 events and 0 imported plans in 2 chains/)]);
    expect(out).toContain((await auditLog(graph.source)).digest);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  it('proves that the saved heads are still contained when the log has grown', async () => {
    const input = { ...other, effectiveOn: '2022-04-01', status: 'IN_PROGRESS' };
    await send(graph.as(other.agencyId, 'REPORTER'), 'reportProgress', input);
    const { code, out } = await run('--against', file);
    expect([code, out]).toEqual([0, expect.stringContaining('Contains  the 2 chains saved in')]);
  });

  it('ends with 1 and names each break', async () => {
    await tamper(`UPDATE event SET note = 'x' WHERE id = '${eventId}/1'`);
    const { code, out } = await run();
    await tamper(`UPDATE event SET note = 'Đang làm' WHERE id = '${eventId}/1'`);
    expect([code, out]).toEqual([1, expect.stringMatching(/^BREAK obligation:qd-06-qd-ttg-2022\/III\.5\.b\.4 1: altered.*\n1 break\.\n/)]);
  });

  it('finds against the saved heads a whole chain that was made anew, each hash right', async () => {
    await tamper(
      `DELETE FROM accepted_write WHERE event_id LIKE '${eventId}/%'`,
      `DELETE FROM event WHERE obligation_id = '${duty.obligationId}'`,
      `DELETE FROM duty_chain WHERE obligation_id = '${duty.obligationId}'`,
      `DELETE FROM duty_state WHERE obligation_id = '${duty.obligationId}'`,
    );
    expect(await run('--against', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('gone: the chain had 3 entries') as string,
    });
    const btp = graph.as(duty.agencyId, 'REPORTER');
    for (const status of ['IN_PROGRESS', 'IN_PROGRESS', 'COMPLETED'])
      await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-02-01', status, note: 'viết lại' });
    expect((await run()).code).toBe(0);
    expect(await run('--against', file)).toMatchObject({ code: 1, out: expect.stringMatching(/III\.5\.b\.4 3: rewritten/) as string });
  });

  it('refuses a file that was altered, and one that is not there', async () => {
    const altered = join(folder, 'altered');
    writeFileSync(altered, readFileSync(file, 'utf8').replace(/ 3 /, ' 2 '));
    expect(await run('--against', altered)).toMatchObject({ code: 1, err: expect.stringContaining('do not give its digest') as string });
    expect(await run('--against', join(folder, 'none'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no file') as string,
    });
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect([code, out]).toEqual([0, expect.stringContaining('--against <file>')]);
  });
});
