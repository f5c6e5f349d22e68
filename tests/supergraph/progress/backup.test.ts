import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { day } from '../../../domain/calendar';
import { readCorpus } from '../../../ingest/read';
import { fixedClock } from '../../../shared/clock';
import { projectRoot } from '../../../shared/config';
import { auditLog } from '../../../subgraphs/obligations/audit/audit';
import { backUp } from '../../../subgraphs/obligations/backup/backup';
import { restore, type Restored } from '../../../subgraphs/obligations/backup/restore';
import { openSubgraphs, type OpenSubgraph } from '../../../subgraphs/runtime';
import { takeStore, type GraphStore } from '../../../testkit/store/database';
import { planDocument, thePlan } from '../../support/plan';
import { testServer } from '../../support/store';
import { startWriting, type WritingGraph } from '../../support/writing';
import { send } from '../../support/writes';

const TODAY = '2026-11-20';
const duty = { obligationId: 'obligation:qd-06-qd-ttg-2022/III.5.b.4', agencyId: 'agency:bo-tu-phap' };
const planner = 'agency:uy-ban-nhan-dan-tinh-dak-nong';
const QUESTION = `{
  planned: obligations(filter: { documentIds: ["document:${planDocument}"] }) { nodes { id title dueOn(asOf: "2026-11-20") } }
  obligation(id: "${duty.obligationId}") { version reportedStatus(asOf: "2022-06-30") standing(asOf: "2022-06-30")
  history { nodes { id hash recordedAt recordedOn note effectiveOn } } } }`;

const corpus = readCorpus(join(projectRoot, 'corpus'));
const folder = mkdtempSync(join(tmpdir(), 'ketnoi-backup-'));
const file = join(folder, 'graph.backup');
let graph: WritingGraph;
let store: GraphStore;
let others: OpenSubgraph[];
let other: OpenSubgraph;

beforeAll(async () => {
  graph = await startWriting(TODAY);
  const btp = graph.as(duty.agencyId, 'REPORTER');
  await send(btp, 'reportProgress', {
    ...duty,
    effectiveOn: '2022-02-01',
    status: 'IN_PROGRESS',
    note: 'Đang làm\t"một nửa"\nhai dòng \\ hết',
  });
  await send(btp, 'reportProgress', { ...duty, effectiveOn: '2022-03-20', status: 'COMPLETED' });
  const editor = graph.as(planner, 'EDITOR');
  const input = { idempotencyKey: 'plan', agencyId: planner, files: thePlan(), dryRun: false };
  const { data } = await editor.ask('mutation Import($input: ImportPlanInput!) { importPlan(input: $input) { applied served } }', {
    input,
  });
  expect(data).toMatchObject({ importPlan: { applied: true } });
  await backUp(graph.source, createWriteStream(file), { clock: fixedClock(day(TODAY)), onProgress: () => undefined });
  const server = testServer();
  store = await takeStore(server.url, server.prefix);
  others = await openSubgraphs({ ...store, clock: fixedClock(day(TODAY)), poolSize: 3 });
  other = others.find(({ name }) => name === 'obligations') as OpenSubgraph;
});
afterAll(async () => {
  await Promise.all(others.map((subgraph) => subgraph.close()));
  await store.release();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const takeIn = (from = file, replace = false): Promise<Restored> =>
  restore(other.source, createReadStream(from), { replace, onProgress: () => undefined });
const events = async (): Promise<unknown> => other.source.query('SELECT count(*)::int AS held FROM event');

/** The backup with its text changed. */
function altered(change: (text: string) => string): string {
  const name = join(folder, 'altered.backup');
  writeFileSync(name, gzipSync(change(gunzipSync(readFileSync(file)).toString())));
  return name;
}

describe('a backup', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ['that was cut', (text) => text.slice(0, text.length / 2), /^it ends too early/],
    ['of which a line is missing', (text) => text.replace(/\nevent:[^\n]*/, ''), /./],
    ['in which a word was altered', (text) => text.replace('COMPLETED', 'SUSPENDED'), /./],
    ['with something after its end', (text) => `${text}more\n`, /^something follows its end/],
    ['that is no backup', () => 'hello\n', /^its first line is no JSON/],
    ['of another format', (text) => text.replace('ketnoi-backup-1', 'ketnoi-backup-9'), /^its first line is no manifest/],
  ])('%s is refused, and nothing of it is kept', async (_sentence, change, message) => {
    await expect(takeIn(altered(change))).rejects.toMatchObject({ code: 'BAD_BACKUP', message: expect.stringMatching(message) as string });
    expect(await events()).toEqual([{ held: 0 }]);
  });

  test('that is not packed is refused', async () => {
    const name = join(folder, 'plain');
    writeFileSync(name, 'hello');
    await expect(takeIn(name)).rejects.toMatchObject({ code: 'BAD_BACKUP' });
  });

  test('of a newer store is refused', async () => {
    await expect(takeIn(altered((text) => text.replace(/"migration":"\w+"/, '"migration":"Later1900000000000"')))).rejects.toMatchObject({
      code: 'STORE_TOO_OLD',
    });
  });

  test('gives another store the same chains and the same answers', async () => {
    const before = await auditLog(graph.source);
    const { entries, manifest } = await takeIn();
    for (const subgraph of others) await subgraph.prepare(corpus);
    const after = await auditLog(other.source);
    expect([after.breaks, after.digest, after.events, after.plans]).toEqual([[], before.digest, 2, 1]);
    expect([entries.digest, manifest.digest]).toEqual([before.digest, before.digest]);
    const { data } = await other.execute({ query: QUESTION, headers: {} });
    expect(JSON.parse(JSON.stringify(data))).toEqual((await graph.anybody().ask(QUESTION)).data);
  });

  test('is not taken in over what a store holds, unless that is wanted', async () => {
    await expect(takeIn()).rejects.toMatchObject({ code: 'STORE_NOT_EMPTY' });
    await takeIn(file, true);
    expect(await events()).toEqual([{ held: 2 }]);
    await expect(other.source.query('DELETE FROM event')).rejects.toThrow(/append-only/);
  });

  test('leaves room for what is written afterwards', async () => {
    const [next]: Array<{ place: number }> = await other.source.query(
      "SELECT nextval(pg_get_serial_sequence('event', 'position'))::int AS place",
    );
    expect(next?.place).toBe(3);
  });
});
