import type { PlanFile } from '../../ingest/plan';
import type { Client } from '../../testkit/client';
import { anotherPlan, planDocument, thePlan } from '../support/plan';
import { aKey, refusals, writeText } from '../support/writes';
import { startWriting, type WritingGraph } from '../support/writing';

const TODAY = '2026-11-20';
const AGENCY = 'agency:uy-ban-nhan-dan-tinh-dak-nong';
const DOCUMENT = `document:${planDocument}`;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are as free as GraphQL
type Payload = any;

const IMPORT = `mutation Import($input: ImportPlanInput!) { importPlan(input: $input) {
  document { id title } documents { id number } statements obligations records applied served
  duplicates { file line record document { id } } problems { file line record message } userErrors { code message path } } }`;

let graph: WritingGraph;
let editor: Client;
/** Another process of every part, over the same store. */
let elsewhere: Client;

beforeAll(async () => {
  graph = await startWriting(TODAY, 2);
  editor = graph.as(AGENCY, 'EDITOR');
  elsewhere = graph.as(AGENCY, 'EDITOR', 1);
});
afterAll(() => graph.close());

async function send(client: Client, files: readonly PlanFile[], input: object = {}, language?: 'VI' | 'EN'): Promise<Payload> {
  const given = { idempotencyKey: aKey(), agencyId: AGENCY, files, dryRun: false, ...input };
  for (;;) {
    const { data, errors } = await client.ask(IMPORT, { input: given }, { language });
    // On a slow machine: others are first, or not every part serves it yet. Sent again it waits again.
    if (errors?.every(({ extensions }) => extensions.code === 'BUSY') === true) continue;
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    if (data.importPlan.applied === false || data.importPlan.served === true) return data.importPlan;
  }
}

async function logged(): Promise<number> {
  const [row]: Array<{ count: number }> = await graph.source.query('SELECT count(*)::int AS count FROM imported_plan');
  return row?.count ?? -1;
}

/** One question to every part of the graph. */
const EVERYWHERE = `query Everywhere($document: ID!, $connection: ID!, $agency: ID!) {
  document(id: $document) { title issuer { id name } statements { totalCount } }
  agency(id: $agency) { name }
  dataConnection(id: $connection) { id ends { id name } obligations { nodes { id } } }
  obligations(filter: { documentIds: [$document] }) { nodes { id dueOn standing statements { path } bearers { role agency { id } } } }
  search(text: "Thử Nghiệm") { node { id } } }`;
const asked = {
  document: DOCUMENT,
  agency: 'agency:xa-thu-nghiem',
  connection: 'connection:csdlqg-dan-cu~he-thong-mot-cua-xa-thu-nghiem',
};

describe('a dry run', () => {
  it('tells what the plan would add and changes nothing', async () => {
    const payload = await send(editor, thePlan(), { dryRun: undefined });
    expect(payload).toEqual({
      document: null,
      documents: [],
      statements: 3,
      obligations: 2,
      records: 13,
      applied: false,
      served: false,
      duplicates: [],
      problems: [],
      userErrors: [],
    });
    expect(await logged()).toBe(0);
    const { data } = await editor.ask('query Held($id: ID!) { document(id: $id) { id } }', { id: DOCUMENT });
    expect(data.document).toBeNull();
  });

  it('tells every problem at once, as the check of the corpus does', async () => {
    const files = thePlan(
      ['agencies/xa-thu-nghiem.yaml', '- agency: tinh-dak-nong', '- agency: tinh-khac'],
      [`statements/${planDocument}.yaml`, 'path: II.2\n    lines: [13, 14]\n', 'path: II.2\n'],
    );
    const payload = await send(editor, files, { dryRun: true });
    expect(payload.problems).toEqual([
      { file: 'agencies/xa-thu-nghiem.yaml', line: 8, record: 'xa-thu-nghiem', message: 'parents.0.agency: no such agency: tinh-khac' },
      { file: `statements/${planDocument}.yaml`, line: 18, record: 'II.2', message: 'neither lines nor a source' },
    ]);
    expect(refusals(payload)).toEqual(['BAD_PLAN input.files']);
  });
});

describe('a plan with a problem', () => {
  it('is not taken in, no part of it, and leaves its key free', async () => {
    const idempotencyKey = aKey();
    const bad = [...anotherPlan(2), { path: 'triggers/one.yaml', content: 'triggers:\n  - id: mot\n' }];
    const payload = await send(editor, bad, { idempotencyKey });
    expect(payload.applied).toBe(false);
    expect(refusals(payload)).toEqual(['BAD_PLAN input.files']);
    expect(payload.problems).toHaveLength(2);
    expect(await logged()).toBe(0);
    const { data } = await editor.ask('{ document(id: "document:kh-2-kh-ubnd-xa-thu-nghiem-2026") { id } }');
    expect(data.document).toBeNull();
    expect(await graph.source.query('SELECT 1 FROM accepted_write WHERE key = $1', [idempotencyKey])).toEqual([]);
  });

  it('is told of in the language of the reader', async () => {
    const bad: PlanFile[] = [{ path: 'a.yaml', content: '' }];
    const [vi, en] = [await send(editor, bad), await send(editor, bad, {}, 'EN')];
    expect(vi.userErrors[0].message).toBe('Kế hoạch có 1 lỗi nên không có gì được ghi; xem problems.');
    expect(en.userErrors[0].message).toBe('The plan has 1 problems, so nothing was taken in; see problems.');
  });
});

describe('who may import', () => {
  it.each(['REPORTER', 'VERIFIER'] as const)('not a %s', async (role) => {
    const payload = await send(graph.as(AGENCY, role), thePlan());
    expect(refusals(payload)).toEqual(['FORBIDDEN input.agencyId']);
    expect(payload).toMatchObject({ applied: false, records: 0 });
  });

  it('nobody for another agency', async () => {
    expect(refusals(await send(editor, thePlan(), { agencyId: 'agency:bo-cong-an' }))).toEqual(['FORBIDDEN input.agencyId']);
  });

  it('nobody without a token, neither to write nor to look', async () => {
    const anybody = graph.anybody();
    const { errors: writing } = await anybody.ask(IMPORT, { input: { idempotencyKey: 'a', agencyId: AGENCY, files: [] } });
    expect(writing?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    const { errors: looking } = await anybody.ask('{ planImport(idempotencyKey: "a") { phase } }');
    expect(looking?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('how much is taken at once', () => {
  it.each<[string, PlanFile[], string[]]>([
    ['no file', [], ['PLAN_TOO_LARGE input.files']],
    [
      'a thousand files and one',
      Array.from({ length: 1001 }, (_, n) => ({ path: `agencies/${String(n)}.yaml`, content: '' })),
      ['PLAN_TOO_LARGE input.files'],
    ],
    [
      'a file of more than a mebibyte',
      [{ path: 'agencies/a.yaml', content: `#${'x'.repeat(1024 * 1024)}` }],
      ['PLAN_TOO_LARGE input.files.0'],
    ],
    [
      'more than eight mebibytes',
      Array.from({ length: 9 }, (_, n) => ({ path: `agencies/${String(n)}.yaml`, content: `#${'x'.repeat(1_000_000)}` })),
      ['PLAN_TOO_LARGE input.files'],
    ],
  ])('%s is refused with a code', async (_, files, codes) => {
    expect(refusals(await send(editor, files))).toEqual(codes);
  });

  it('a key that is no key is refused with all the rest', async () => {
    expect(refusals(await send(editor, [], { idempotencyKey: '' }))).toEqual([
      'BAD_KEY input.idempotencyKey',
      'PLAN_TOO_LARGE input.files',
    ]);
  });
});

describe('an import', () => {
  const idempotencyKey = 'the plan of the commune';
  let first: Payload;

  it('is served by every part of the graph, here and in every other process, when it is answered', async () => {
    first = await send(editor, thePlan(), { idempotencyKey });
    expect(first).toEqual({
      document: { id: DOCUMENT, title: 'Kế hoạch giả định của xã Thử Nghiệm, chỉ để kiểm thử' },
      documents: [{ id: DOCUMENT, number: '1/KH-UBND' }],
      statements: 3,
      obligations: 2,
      records: 13,
      applied: true,
      served: true,
      duplicates: [],
      problems: [],
      userErrors: [],
    });
    for (const client of [editor, elsewhere]) {
      const { data, errors } = await client.ask(EVERYWHERE, asked);
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({
        document: { issuer: { id: 'agency:uy-ban-nhan-dan-xa-thu-nghiem' }, statements: { totalCount: 3 } },
        agency: { name: 'Xã Thử Nghiệm (giả định)' },
        dataConnection: { ends: [{ id: 'database:csdlqg-dan-cu' }, { id: 'database:he-thong-mot-cua-xa-thu-nghiem' }] },
      });
      expect(data.obligations.nodes).toEqual([
        {
          id: `obligation:${planDocument}/II.1`,
          dueOn: '2026-09-30',
          standing: 'OPEN_OVERDUE',
          statements: [{ path: 'II.1' }, { path: 'PL.1' }],
          bearers: ['LEAD', 'COORDINATING'].map((role) => ({ role, agency: { id: 'agency:cong-an-xa-thu-nghiem' } })),
        },
        expect.objectContaining({ id: `obligation:${planDocument}/II.2`, dueOn: '2026-10-15' }),
      ]);
      expect((data.search as Array<{ node: { id: string } }>).map((hit) => hit.node.id)).toContain('agency:xa-thu-nghiem');
    }
  });

  it('again under its key gives the first result, from any process, and nothing new', async () => {
    expect(await send(elsewhere, thePlan(), { idempotencyKey })).toEqual(first);
    expect(await logged()).toBe(1);
  });

  it('with another body under its key is refused', async () => {
    const payload = await send(editor, anotherPlan(3), { idempotencyKey });
    expect(refusals(payload)).toEqual(['IDEMPOTENCY_KEY_REUSED input.idempotencyKey']);
    expect(await logged()).toBe(1);
  });

  it('under the key of another mutation is refused, and the other way round', async () => {
    const reporter = graph.as('agency:cong-an-xa-thu-nghiem', 'ADMIN');
    const report = {
      obligationId: `obligation:${planDocument}/II.1`,
      agencyId: 'agency:cong-an-xa-thu-nghiem',
      effectiveOn: '2026-11-19',
      status: 'IN_PROGRESS',
    };
    const reported = await reporter.ask(writeText('reportProgress'), { input: { ...report, idempotencyKey: 'of a report' } });
    expect(reported.data.reportProgress.userErrors).toEqual([]);
    const agencyId = report.agencyId;
    const refused = await send(reporter, anotherPlan(3), { agencyId, idempotencyKey: 'of a report' });
    expect(refusals(refused)).toEqual(['IDEMPOTENCY_KEY_REUSED input.idempotencyKey']);

    expect(await send(reporter, anotherPlan(4), { agencyId, idempotencyKey: 'of a plan' })).toMatchObject({ applied: true });
    const other = await reporter.ask(writeText('reportProgress'), {
      input: { ...report, effectiveOn: TODAY, idempotencyKey: 'of a plan' },
    });
    expect(refusals(other.data.reportProgress)).toEqual(['IDEMPOTENCY_KEY_REUSED input.idempotencyKey']);
  });

  it('keeps what was reported on its duties when the next plan is loaded', async () => {
    await send(elsewhere, anotherPlan(5));
    const { data } = await editor.ask(`{ obligation(id: "obligation:${planDocument}/II.1") { reportedStatus version } }`);
    expect(data.obligation).toEqual({ reportedStatus: 'IN_PROGRESS', version: 1 });
  });

  it('of what is held adds nothing and says so', async () => {
    const payload = await send(editor, thePlan());
    expect(payload).toMatchObject({ applied: true, served: true, statements: 0, obligations: 0, records: 0, document: { id: DOCUMENT } });
    expect(payload.duplicates).toHaveLength(13);
    expect(payload.duplicates).toContainEqual({
      file: `statements/${planDocument}.yaml`,
      line: 18,
      record: 'II.2',
      document: { id: DOCUMENT },
    });
  });

  it('never overwrites what an earlier one brought, and names it', async () => {
    const payload = await send(editor, thePlan([`documents/${planDocument}.yaml`, 'titleEn: Invented plan', 'titleEn: Another plan']));
    expect(payload.problems).toEqual([
      {
        file: `documents/${planDocument}.yaml`,
        line: 1,
        record: planDocument,
        message: `held with other content since plan 1: documents/${planDocument}.yaml:1; what is held is never overwritten`,
      },
    ]);
  });

  it('is done when all of the graph serves it', async () => {
    const ask = (client: Client, key: string) =>
      client.ask('query Stage($key: String!) { planImport(idempotencyKey: $key) { phase done total } }', { key });
    expect((await ask(elsewhere, idempotencyKey)).data.planImport).toEqual({ phase: 'DONE', done: 5, total: 5 });
    expect((await ask(editor, 'never used')).data.planImport).toBeNull();
    expect((await ask(graph.as('agency:bo-cong-an', 'EDITOR'), idempotencyKey)).data.planImport).toBeNull();
  });
});

describe('imports at once', () => {
  it('of different plans, at two gateways, are all taken in one after the other', async () => {
    const before = await logged();
    const numbers = [11, 12, 13, 14];
    const payloads = await Promise.all(numbers.map((number) => send(number % 2 === 0 ? editor : elsewhere, anotherPlan(number))));
    for (const payload of payloads) expect(payload).toMatchObject({ applied: true, served: true, records: 2 });
    expect(await logged()).toBe(before + numbers.length);
    const ids = numbers.map((number) => `document:kh-${String(number)}-kh-ubnd-xa-thu-nghiem-2026`);
    const { data } = await editor.ask('query Of($ids: [ID!]!) { obligations(filter: { documentIds: $ids }) { totalCount } }', { ids });
    expect(data.obligations.totalCount).toBe(numbers.length);
  });

  it('of the same document with other content let one in, and the other is told', async () => {
    const [one, other] = [anotherPlan(21), anotherPlan(21, 'Nội dung khác.')];
    const payloads = await Promise.all([send(editor, one), send(elsewhere, other)]);
    expect(payloads.filter(({ applied }) => applied)).toHaveLength(1);
    const refused = payloads.find(({ applied }) => !applied);
    expect(refused.problems).toEqual([
      expect.objectContaining({ record: 'I.1', message: expect.stringContaining('held with other content since plan') }),
    ]);
  });

  it('of one plan under one key are one import', async () => {
    const before = await logged();
    const idempotencyKey = aKey();
    const payloads = await Promise.all(
      [editor, elsewhere, editor, elsewhere].map((client) => send(client, anotherPlan(22), { idempotencyKey })),
    );
    expect(new Set(payloads.map((payload) => JSON.stringify(payload))).size).toBe(1);
    expect(payloads[0]).toMatchObject({ applied: true, records: 2 });
    expect(await logged()).toBe(before + 1);
  });
});

describe('the log of plans', () => {
  it.each([
    ['changed', "UPDATE imported_plan SET agency_id = 'agency:bo-cong-an'"],
    ['taken away', 'DELETE FROM imported_plan'],
    ['emptied', 'TRUNCATE imported_plan'],
  ])('cannot be %s, even with raw SQL', async (_, sql) => {
    await expect(graph.source.query(sql)).rejects.toMatchObject({ code: 'KN001' });
  });
});
