import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFiles } from '../../ingest/files';
import { canonical } from '../../ingest/format';
import { corpusFolder } from './folders';
import { withTinyCorpus } from './tinyCorpus';

describe('the canonical form', () => {
  it('is the form of every file of the corpus, and is its own canonical form', () => {
    const other = corpusFiles(corpusFolder).filter(({ sort, text }) => canonical(sort, text) !== text);
    expect(other.map(({ name }) => name)).toEqual([]);
  });

  it('puts keys in the order of the record, however deep', () => {
    const text = `triggers:
  - confidence: PRESS
    cites:
      - source: báo
        document: luat-a
    name: Sự kiện
    id: su-kien
`;
    expect(canonical('triggers', text)).toBe(`triggers:
  - id: su-kien
    name: Sự kiện
    confidence: PRESS
    cites:
      - document: luat-a
        source: báo
`);
  });

  it('leaves out what says nothing: null, empty lists, a false that is the default', () => {
    const text = `document: qd-a
statements:
  - path: I.1
    lines: [1, 2]
    kind: POLICY
    title: Việc
    pairs: []
    jointLead: false
    deadline: {text: null, precision: NONE, dueOn: ~, stages: []}
    confidence: STATED
    note:
`;
    expect(canonical('statements', text)).toBe(`document: qd-a
statements:
  - path: I.1
    lines: [1, 2]
    kind: POLICY
    title: Việc
    deadline:
      precision: NONE
    confidence: STATED
`);
  });

  it('keeps a false that is said, and an unknown key, last, for the check to name', () => {
    const text = 'zeta: 1\nheld: false\nid: luat-a\nkind: LAW\ntitle: Luật A\nconfidence: PRESS\n';
    const written = 'id: luat-a\nkind: LAW\ntitle: Luật A\nheld: false\nconfidence: PRESS\nzeta: 1\n';
    expect(canonical('documents', text)).toBe(written);
  });

  it('writes days plain, numbers that are words in quotes, short lists on one line', () => {
    const text = `agencies:
  - id: tinh-a
    name: Tỉnh A
    kind: PROVINCE
    level: PROVINCE
    codes: [{scheme: GSO, value: "01", until: "2025-07-01"}]
    members:
      - kinds:
          - MINISTRY
          - PROVINCE
    confidence: STATED
`;
    const written = canonical('agencies', text);
    expect(written).toContain("value: '01'\n");
    expect(written).toContain('until: 2025-07-01\n');
    expect(written).toContain('kinds: [MINISTRY, PROVINCE]\n');
    expect(canonical('agencies', written)).toBe(written);
  });

  it('of broken YAML is refused', () => {
    expect(() => canonical('triggers', 'triggers:\n  - id: [a\n')).toThrow();
  });
});

describe('the corpus program', () => {
  const program = join(__dirname, '../../dist/scripts/corpus.js');
  const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

  if (!existsSync(program)) {
    it('is not built: its answers were not checked', () => {
      process.stderr.write('not run: no dist/scripts/corpus.js; "npm run build" makes it\n');
    });
    return;
  }

  it('prints every problem of a folder, form and content, and fails', () => {
    const changes = [
      ['agencies/central.yaml', 'name: Bộ B', 'name: "Bộ B"'],
      ['databases/all.yaml', 'agency: bo-b', 'agency: bo-y'],
      ['documents/qd-1-bo-a-2022.yaml', 'issuedOn: 2022-01-06', 'issuedOn: 2022-02-30'],
    ] as const;
    const { status, stderr } = withTinyCorpus(changes, (folder) => run('check', folder));
    expect(status).toBe(1);
    expect(stderr).toContain('agencies/central.yaml:10 -: not in canonical form; "npm run corpus:format" writes it\n');
    expect(stderr).toContain('databases/all.yaml:11 csdl-x: owners.1.agency: no such agency: bo-y\n');
    expect(stderr).toContain('documents/qd-1-bo-a-2022.yaml:5 qd-1-bo-a-2022: issuedOn: not a calendar day');
    expect(stderr).toMatch(/^3 problems in /m);
  });

  it('says that a sound corpus is sound', () => {
    const { status, stdout } = withTinyCorpus([], (folder) => run('check', folder));
    expect(stdout).toContain('2 statements, 2 agencies');
    expect(status).toBe(0);
  });

  it('writes the canonical form, after which there is nothing to write', () => {
    withTinyCorpus([['agencies/central.yaml', 'name: Bộ B', 'name: "Bộ B"']], (folder) => {
      expect(run('format', folder).stdout).toContain('1 files rewritten');
      expect(run('format', folder).stdout).toContain('0 files rewritten');
      expect(run('check', folder).status).toBe(0);
    });
  });
});
