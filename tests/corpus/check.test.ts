import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../../ingest/corpus';
import { readCorpus } from '../../ingest/read';
import { withTinyCorpus, type Change } from './tinyCorpus';

const decision = 'documents/qd-1-bo-a-2022.yaml';
const statements = 'statements/qd-1-bo-a-2022.yaml';
const agencies = 'agencies/central.yaml';
const databases = 'databases/all.yaml';

/** One more agency, to stand in the list. */
function another(id: string): string {
  return `  - id: ${id}\n    name: Bộ C\n    kind: MINISTRY\n    level: CENTRAL\n    confidence: STATED\n`;
}

const verifier = '  - agency: bo-b\n    cites:\n      - document: qd-1-bo-a-2022\n';

function problemsAfter(...changes: Change[]): string[] {
  return withTinyCorpus(changes, (folder) => readCorpus(folder).problems.map(formatProblem));
}

it('a sound corpus has no problem', () => {
  expect(problemsAfter()).toEqual([]);
});

describe('one wrong thing is one problem, told at its line with the id of its record', () => {
  it.each<[string, Change, string]>([
    ['an unknown agency', [statements, 'lead: [bo-a]\n    deadline:\n      text', 'lead: [bo-c]\n    deadline:\n      text'], `${statements}:8 I.1: lead.0: no such agency: bo-c`],
    ['an unknown database', [databases, 'agency: bo-b', 'agency: csdl-y'], `${databases}:11 csdl-x: owners.1.agency: no such agency: csdl-y`],
    ['an unknown end of a connection', ['services/qd-1-bo-a-2022.yaml', 'csdl-y]', 'csdl-z]'], 'services/qd-1-bo-a-2022.yaml:6 dich-vu-mot: requires.0.pair.1: no such database: csdl-z'],
    ['an unknown document', ['triggers.yaml', 'fulfilledBy: luat-thu-nghiem', 'fulfilledBy: luat-khac'], 'triggers.yaml:4 luat-ban-hanh: fulfilledBy: no such document: luat-khac'],
    ['an unknown document deep in a record', [databases, '- document: qd-1-bo-a-2022', '- document: qd-2'], `${databases}:10 csdl-x: owners.0.cites.0.document: no such document: qd-2`],
    ['an unknown statement', ['services/qd-1-bo-a-2022.yaml', 'qd-1-bo-a-2022/I.1', 'qd-1-bo-a-2022/I.9'], 'services/qd-1-bo-a-2022.yaml:4 dich-vu-mot: statement: no such statement: qd-1-bo-a-2022/I.9'],
    ['an unknown trigger', [statements, 'id: luat-ban-hanh', 'id: luat-moi'], `${statements}:25 PL1.1: deadline.trigger.id: no such trigger: luat-moi`],
    ['an id given twice', [agencies, '  - id: bo-b', `${another('bo-a')}  - id: bo-b`], `${agencies}:9 bo-a: the same id stands at ${agencies}:2`],
    ['a day that does not exist', [decision, 'issuedOn: 2022-01-06', 'issuedOn: 2022-02-30'], `${decision}:5 qd-1-bo-a-2022: issuedOn: not a calendar day; expected YYYY-MM-DD (got "2022-02-30")`],
    ['a month that does not end on its last day', [statements, 'dueOn: 2022-03-31', 'dueOn: 2022-03-30'], `${statements}:12 I.1: deadline.dueOn: a month ends on 2022-03-31, got 2022-03-30`],
    ['a deadline without its day', [statements, '      dueOn: 2022-03-31\n', ''], `${statements}:9 I.1: deadline: a MONTH deadline has a last day (dueOn), or a first one (startOn)`],
    ['terms of force that overlap', [decision, 'until: 2024-01-01', 'until: 2024-01-02'], `${decision}:8 qd-1-bo-a-2022: force: two terms overlap from 2024-01-01`],
    ['two parents at a time', [agencies, 'until: 2023-01-01', 'until: 2023-02-01'], `${agencies}:13 bo-b: parents: two terms overlap from 2023-01-01`],
    ['a term that runs backwards', [decision, 'until: 2024-01-01', 'until: 2021-01-01'], `${decision}:9 qd-1-bo-a-2022: force.0: runs from 2022-01-06 until 2021-01-01`],
    ['a statement without lines and source', [statements, '    lines: [10, 12]\n', ''], `${statements}:3 I.1: neither lines nor a source`],
    ['lines that run backwards', [statements, 'lines: [10, 12]', 'lines: [12, 10]'], `${statements}:4 I.1: lines: lines run from first to last`],
    ['a twin that does not answer', [statements, '    twinOf: [I.1]\n', ''], `${statements}:13 I.1: twinOf.0: PL1.1 does not name I.1 as its twin`],
    ['an unknown key', [agencies, 'aliases: [BA]', 'alias: [BA]'], `${agencies}:4 bo-a: alias: no such key here; see corpus/README.md`],
    ['an unknown key beside the records', [agencies, 'agencies:\n', 'version: 2\nagencies:\n'], `${agencies}:1 -: version: no such key here; see corpus/README.md`],
    ['an unknown word of a closed list', [databases, 'kind: SPECIALISED_DATABASE', 'kind: SPECIAL'], `${databases}:17 csdl-y: kind: Invalid option`],
    ['a missing key', [agencies, '    name: Bộ B\n', ''], `${agencies}:9 bo-b: name: Invalid input: expected string, received undefined`],
    ['a name that is not in form NFC', [agencies, 'name: Bộ B', `name: ${'Bộ B'.normalize('NFD')}`], `${agencies}:10 bo-b: name: not in Unicode form NFC`],
    ['an id with an accent', [agencies, '  - id: bo-b', `${another('bộ-c')}  - id: bo-b`], `${agencies}:9 bộ-c: id: not an id; expected lower-case ASCII words joined by hyphens`],
    ['an unresolved citation without a note', [decision, '    note: Không có văn bản nào đã biết mang số này.\n', ''], `${decision}:22 qd-1-bo-a-2022: citations.1: an unresolved citation needs a note that says why`],
    ['an unknown verifier', [decision, 'agency: bo-b', 'agency: bo-c'], `${decision}:26 qd-1-bo-a-2022: verifiers.0.agency: no such agency: bo-c`],
    ['a verifier named twice', [decision, 'verifiers:\n', `verifiers:\n${verifier}`], `${decision}:25 qd-1-bo-a-2022: verifiers: names one body twice`],
    ['a verifier without its place in the text', [decision, '    cites:\n      - document: qd-1-bo-a-2022\n        lines: [8, 9]\n', ''], `${decision}:26 qd-1-bo-a-2022: verifiers.0.cites: says not where the text names it`],
    ['a connection of a database with itself', ['services/qd-1-bo-a-2022.yaml', 'csdl-y]', 'csdl-x]'], 'services/qd-1-bo-a-2022.yaml:6 dich-vu-mot: requires.0.pair: a connection has two different ends'],
    ['an alias that repeats the name', [agencies, 'aliases: [BA]', 'aliases: [Bộ A]'], `${agencies}:4 bo-a: aliases: repeats the name`],
    ['a body that ends before it begins', [agencies, 'existsUntil:', 'existsFrom: 2026-01-01\n    existsUntil:'], `${agencies}:8 bo-a: existsUntil: ends before it begins`],
  ])('%s', (_, change, problem) => {
    const problems = problemsAfter(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('a document in a file of another name', () => {
    const problems = withTinyCorpus([], (folder) => {
      renameSync(join(folder, decision), join(folder, 'documents/qd-1.yaml'));
      return readCorpus(folder).problems.map(formatProblem);
    });
    expect(problems).toEqual(['documents/qd-1.yaml:1 qd-1-bo-a-2022: id: the file of this document must be named qd-1-bo-a-2022.yaml']);
  });

  it('statements in a file of another document', () => {
    const problems = problemsAfter([statements, 'document: qd-1-bo-a-2022', 'document: luat-thu-nghiem']);
    expect(problems).toContain(`${statements}:3 I.1: statements of luat-thu-nghiem must stand in luat-thu-nghiem.yaml`);
  });

  it('broken YAML, at the line where it breaks; what the file would have said is not missed elsewhere', () => {
    const problems = problemsAfter([agencies, 'aliases: [BA]', 'aliases: [BA']);
    expect(problems[0]).toMatch(/^agencies\/central\.yaml:[45] -: /);
    expect(problems.filter((problem) => !problem.startsWith(agencies))).toEqual([]);
  });

  it('a key given twice', () => {
    expect(problemsAfter([databases, 'name: Cơ sở dữ liệu Y', 'name: Cơ sở dữ liệu Y\n    name: Y'])).toEqual([
      `${databases}:17 -: Map keys must be unique`,
    ]);
  });
});

describe('many wrong things are told all at once', () => {
  it('those of one record, of its neighbours and of other files', () => {
    const problems = problemsAfter(
      [agencies, 'existsUntil: 2025-03-01', 'existsUntil: 2025-02-30'],
      [agencies, 'kind: MINISTRY\n    level: CENTRAL\n    existsUntil', 'kind: BỘ\n    level: CENTRAL\n    existsUntil'],
      [agencies, '- agency: bo-a\n        from', '- agency: bo-z\n        from'],
      [databases, 'agency: bo-b', 'agency: bo-y'],
      [statements, 'dueOn: 2022-03-31', 'dueOn: 2022-03-01'],
    );
    expect(problems.map((problem) => problem.replace(/: .*/, ''))).toEqual(
      expect.arrayContaining([
        `${agencies}:5 bo-a`,
        `${agencies}:7 bo-a`,
        `${agencies}:16 bo-b`,
        `${databases}:11 csdl-x`,
        `${statements}:12 I.1`,
      ]),
    );
    expect(problems).toHaveLength(5);
  });

  it('a record with a fault is still known to those that refer to it', () => {
    expect(problemsAfter([agencies, 'name: Bộ A', 'name: 7'])).toEqual([
      `${agencies}:3 bo-a: name: Invalid input: expected string, received number (got 7)`,
    ]);
  });
});
