import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../../ingest/corpus';
import { readPlan, type PlanFile, type ReadPlan } from '../../ingest/plan';
import { readCorpus, type ReadCorpus } from '../../ingest/read';
import { anotherPlan, planDocument, thePlan } from '../support/plan';
import { corpusFolder } from './folders';

const held = readCorpus(corpusFolder);
const statements = `statements/${planDocument}.yaml`;
const document = `documents/${planDocument}.yaml`;
const agencies = 'agencies/xa-thu-nghiem.yaml';
const databases = 'databases/xa-thu-nghiem.yaml';

async function problemsOf(files: readonly PlanFile[], known: ReadCorpus = held): Promise<string[]> {
  return (await readPlan(known, files)).problems.map(formatProblem);
}

function fromCorpus(path: string): PlanFile {
  return { path, content: readFileSync(join(corpusFolder, path), 'utf8') };
}

function sorts({ added }: ReadPlan): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { sort } of added) counts[sort] = (counts[sort] ?? 0) + 1;
  return counts;
}

it('a sound plan adds every sort of record to the corpus, which stays as it is', async () => {
  const before = held.records.length;
  const plan = await readPlan(held, thePlan());
  expect(plan.problems).toEqual([]);
  expect(plan.duplicates).toEqual([]);
  expect(sorts(plan)).toEqual({
    agencies: 4,
    databases: 1,
    dependencies: 1,
    documents: 1,
    outputs: 1,
    statements: 3,
    successions: 1,
    triggers: 1,
  });
  expect(held.records).toHaveLength(before);
  expect(plan.merged.corpus.statements.filter((one) => one.document === planDocument).map(({ path, position }) => [path, position])).toEqual([
    ['II.1', 0],
    ['II.2', 1],
    ['PL.1', 2],
  ]);
});

it('everything wrong with a plan is told at once, in the order of its files', async () => {
  const problems = await problemsOf(
    thePlan(
      [statements, 'dueOn: 2026-09-30\n    derivedFrom', 'dueOn: 2026-09-01\n    derivedFrom'],
      [statements, 'coordinating: [cong-an-xa-thu-nghiem]', 'coordinating: [cong-an-xa-khac]'],
      [document, 'issuedOn: 2026-02-02', 'issuedOn: 2026-02-30'],
      [agencies, 'kind: COMMUNE', 'kind: XÃ'],
      [databases, 'kind: LOCAL_SYSTEM', 'kind: LOCAL_SYSTEM\n    owner: ai'],
    ),
  );
  expect(problems).toEqual([
    expect.stringContaining(`${agencies}:5 xa-thu-nghiem: kind: Invalid option`),
    `${databases}:6 he-thong-mot-cua-xa-thu-nghiem: owner: no such key here; see corpus/README.md (got "ai")`,
    `${document}:5 ${planDocument}: issuedOn: not a calendar day; expected YYYY-MM-DD (got "2026-02-30")`,
    `${statements}:10 II.1: coordinating.0: no such agency: cong-an-xa-khac`,
    `${statements}:14 II.1: deadline.dueOn: a month ends on 2026-09-30, got 2026-09-01`,
  ]);
});

describe('what is held', () => {
  it('is recognised word for word, wherever it stands in its file, and passed over', async () => {
    const first = await readPlan(held, thePlan());
    const again = await readPlan(first.merged, [...thePlan().reverse(), fromCorpus('triggers.yaml')]);
    expect(again.problems).toEqual([]);
    expect(again.added).toEqual([]);
    expect(again.duplicates).toHaveLength(first.added.length + held.corpus.triggers.length);
  });

  it('is never overwritten: the same id with other content is a problem that names the place', async () => {
    const path = 'documents/kh-luc-binh-2022.yaml';
    const file = fromCorpus(path);
    const problems = await problemsOf([{ path, content: file.content.replace(/^title: .*$/m, 'title: Tên khác') }]);
    expect(problems).toEqual([`${path}:1 kh-luc-binh-2022: held with other content since ${path}:1; what is held is never overwritten`]);
  });

  it('a document under another id is recognised by kind, number, issuer and day of issue', async () => {
    const id = 'qd-so-06-2022';
    const content = fromCorpus('documents/qd-06-qd-ttg-2022.yaml').content.replace('id: qd-06-qd-ttg-2022', `id: ${id}`).replace('06/QĐ-TTg', '06/QD-TTG');
    expect(await problemsOf([{ path: `documents/${id}.yaml`, content }])).toEqual([
      `documents/${id}.yaml:1 ${id}: this document is held as qd-06-qd-ttg-2022 (documents/qd-06-qd-ttg-2022.yaml): the same kind, number, issuer and day of issue`,
    ]);
  });

  it('two documents of one plan may not be the same one either', async () => {
    const [first, second] = [anotherPlan(7)[0] as PlanFile, anotherPlan(8)[0] as PlanFile];
    const problems = await problemsOf([first, { ...second, content: second.content.replace('number: 8/', 'number: 7/') }]);
    expect(problems).toEqual([expect.stringContaining('this document is held as kh-7-kh-ubnd-xa-thu-nghiem-2026')]);
  });
});

it('new statements of a document that has some come after them', async () => {
  const before = held.corpus.statements.filter((one) => one.document === 'kh-luc-binh-2022').length;
  const [, statement] = anotherPlan(1);
  const content = (statement as PlanFile).content.replace(/^document: .*$/m, 'document: kh-luc-binh-2022').replace('I.1', 'XX.1');
  const plan = await readPlan(held, [{ path: 'statements/kh-luc-binh-2022.yaml', content }]);
  expect(plan.problems).toEqual([]);
  expect(plan.added.map(({ record }) => record)).toEqual([expect.objectContaining({ path: 'XX.1', position: before })]);
});

describe('files', () => {
  it.each([
    ['beside the folders', 'plan.yaml'],
    ['above them', '../documents/a.yaml'],
    ['below them', 'documents/a/b.yaml'],
    ['that are no YAML', 'documents/a.txt'],
    ['with the root in their path', '/documents/a.yaml'],
  ])('%s are refused, and the other files read all the same', async (_, path) => {
    const problems = await problemsOf([{ path, content: 'id: a' }, ...thePlan([agencies, 'kind: COMMUNE', 'kind: XÃ'])]);
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).toContain(`${path}:1 -: nothing of a plan stands here`);
  });

  it('given twice are refused', async () => {
    const [file] = thePlan();
    expect(await problemsOf([...thePlan(), file as PlanFile])).toEqual([expect.stringContaining('this file is given twice')]);
  });

  it('without any record make no plan', async () => {
    expect(await problemsOf([{ path: 'agencies/none.yaml', content: 'agencies: []\n' }])).toEqual(['-:1 -: the plan holds no record']);
  });

  it('may stand where the corpus has one file, or in a folder of that name', async () => {
    const [trigger] = thePlan().filter(({ path }) => path.startsWith('triggers/'));
    const plan = await readPlan(held, [{ path: 'triggers.yaml', content: (trigger as PlanFile).content }]);
    expect(plan.problems).toEqual([]);
    expect(sorts(plan)).toEqual({ triggers: 1 });
  });

  it.each([
    ['aliases that multiply', `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.split('').map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index] ?? ''}, `.repeat(8)}]`).join('\n')}\n`],
    ['lists in lists without end', `agencies: ${'['.repeat(50_000)}`],
    ['lists in lists, one an indicator each', `agencies:\n${'- '.repeat(50_000)}a`],
    ['maps in maps, one a line each', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['tags in a row', `agencies: ${'! '.repeat(50_000)}a`],
    ['keys without end', Array.from({ length: 20_000 }, (_, key) => `k${String(key)}: 1\n`).join('')],
    ['nothing but errors', `agencies: ${']'.repeat(50_000)}`],
    ['bytes that are no text', '\0\u0001\u0002'],
  ])('with %s are a problem of that file, told in little time', async (_, content) => {
    const began = performance.now();
    const problems = await problemsOf([{ path: 'agencies/bad.yaml', content }, ...anotherPlan(3)]);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.startsWith('agencies/bad.yaml:'))).toBe(true);
  });
});

describe('what no store or rule can bear is a problem, not a failure later', () => {
  it.each<[string, [string, string, string], string]>([
    ['a body above itself', [agencies, '- agency: tinh-dak-nong', '- agency: uy-ban-nhan-dan-xa-thu-nghiem'], 'parents: stands above itself through the bodies named here'],
    ['a body named twice to lead', [statements, 'lead: [uy-ban-nhan-dan-xa-thu-nghiem]', 'lead: [bo-cong-an, bo-cong-an]'], 'bo-cong-an is named twice'],
    ['a duty derived from itself', [statements, 'derivedFrom: [qd-06-qd-ttg-2022/III.5.b.4]', `derivedFrom: [${planDocument}/II.1]`], 'derivedFrom: is derived from itself through those named here'],
    ['the year 0', [document, '2026-02-02', '0000-01-01'], 'there is no year 0'],
    ['a number past what is stored', [document, 'lines: [5, 6]', 'lines: [5, 99999999999]'], 'no such number here: 99999999999'],
    ['the character U+0000', [statements, 'title: Kết nối một cửa với dân cư.', 'title: "Kết\\0nối"'], 'holds a character that no text has'],
    ['half of a character', [statements, 'title: Kết nối một cửa với dân cư.', 'title: "Kết \\ud83d nối"'], 'holds a character that no text has'],
    ['a path without end', [statements, 'path: II.2', `path: ${'X'.repeat(300)}`], '300 characters, where 200 have room'],
  ])('%s', async (_, change, message) => {
    expect((await problemsOf(thePlan(change))).join('\n')).toContain(message);
  });

  it('a group that is a part of itself', async () => {
    const content = 'databases:\n  - id: nhom-a\n    name: Nhóm A\n    kind: GROUP\n    parts: [nhom-b]\n    confidence: UNVERIFIED\n  - id: nhom-b\n    name: Nhóm B\n    kind: GROUP\n    parts: [nhom-a]\n    confidence: UNVERIFIED\n';
    expect(await problemsOf([{ path: databases, content }])).toEqual([
      `${databases}:5 nhom-a: parts: is a part of itself through those named here`,
      `${databases}:10 nhom-b: parts: is a part of itself through those named here`,
    ]);
  });

  it('an output named for a duty again', async () => {
    const output = (path: string) => `  - statement: ${planDocument}/${path}\n    document: qd-06-qd-ttg-2022\n    confidence: UNVERIFIED\n`;
    const content = `outputs:\n${output('II.1')}${output('PL.1')}`;
    expect(await problemsOf([...thePlan(), { path: 'outputs/two.yaml', content }])).toEqual([
      expect.stringMatching(/^outputs\/two\.yaml:6 .*: document: qd-06-qd-ttg-2022 is named as an output of this duty already$/),
    ]);
  });
});

it('the corpus of the checkout is sound by the same rules', () => {
  expect(held.problems.map(formatProblem)).toEqual([]);
});
