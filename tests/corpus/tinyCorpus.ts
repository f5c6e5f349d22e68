import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A valid corpus, as small as one can be and still have every sort of record. */
const files: Readonly<Record<string, string>> = {
  'documents/qd-1-bo-a-2022.yaml': `id: qd-1-bo-a-2022
kind: DECISION
number: 1/QĐ-BA
issuer: bo-a
issuedOn: 2022-01-06
title: Kế hoạch của Bộ A
held: true
force:
  - state: IN_FORCE
    from: 2022-01-06
    until: 2024-01-01
    confidence: STATED
    cites:
      - document: qd-1-bo-a-2022
  - state: EXPIRED
    from: 2024-01-01
    confidence: STATED
citations:
  - as: Luật Thử nghiệm
    document: luat-thu-nghiem
    lines: [1, 2]
  - as: Quyết định 442/QĐ-TTg
    lines: [3, 3]
    note: Không có văn bản nào đã biết mang số này.
verifiers:
  - agency: bo-b
    cites:
      - document: qd-1-bo-a-2022
        lines: [8, 9]
confidence: STATED
cites:
  - document: qd-1-bo-a-2022
    lines: [1, 9]
`,
  'documents/luat-thu-nghiem.yaml': `id: luat-thu-nghiem
kind: LAW
title: Luật Thử nghiệm
held: false
confidence: PRESS
cites:
  - source: báo
`,
  'statements/qd-1-bo-a-2022.yaml': `document: qd-1-bo-a-2022
statements:
  - path: I.1
    lines: [10, 12]
    kind: CONNECTION
    title: Kết nối hai cơ sở dữ liệu.
    pairs: [[csdl-x, csdl-y]]
    lead: [bo-a]
    deadline:
      text: Tháng 3/2022
      precision: MONTH
      dueOn: 2022-03-31
    twinOf: [PL1.1]
    confidence: STATED
  - path: PL1.1
    lines: [20, 21]
    kind: CONNECTION
    title: Kết nối hai cơ sở dữ liệu.
    pairs: [[csdl-x, csdl-y]]
    lead: [bo-a]
    deadline:
      precision: TRIGGERED
      trigger:
        text: sau khi Luật ban hành
        id: luat-ban-hanh
    twinOf: [I.1]
    confidence: STATED
`,
  'agencies/central.yaml': `agencies:
  - id: bo-a
    name: Bộ A
    aliases: [BA]
    kind: MINISTRY
    level: CENTRAL
    existsUntil: 2025-03-01
    confidence: STATED
  - id: bo-b
    name: Bộ B
    kind: MINISTRY
    level: CENTRAL
    parents:
      - agency: bo-a
        until: 2023-01-01
      - agency: bo-a
        from: 2023-01-01
    confidence: STATED
`,
  'databases/all.yaml': `databases:
  - id: csdl-x
    name: Cơ sở dữ liệu X
    kind: NATIONAL_DATABASE
    owners:
      - agency: bo-a
        until: 2025-03-01
        confidence: STATED
        cites:
          - document: qd-1-bo-a-2022
      - agency: bo-b
        from: 2025-03-01
        confidence: PRESS
    confidence: STATED
  - id: csdl-y
    name: Cơ sở dữ liệu Y
    kind: SPECIALISED_DATABASE
    confidence: STATED
`,
  'successions/all.yaml': `successions:
  - id: bo-a-2025-bo-b
    from: bo-a
    to: bo-b
    kind: MERGED
    effectiveFrom: 2025-03-01
    confidence: PRESS
`,
  'services/qd-1-bo-a-2022.yaml': `services:
  - id: dich-vu-mot
    name: Dịch vụ một
    statement: qd-1-bo-a-2022/I.1
    requires:
      - pair: [csdl-x, csdl-y]
        implied: false
    confidence: STATED
`,
  'triggers.yaml': `triggers:
  - id: luat-ban-hanh
    name: Quốc hội ban hành Luật
    fulfilledBy: luat-thu-nghiem
    confidence: PRESS
`,
};

type TinyFile = keyof typeof files;

/** Words of a file put in the place of others, which must occur once. */
export type Change = readonly [file: TinyFile, from: string, to: string];

/** Writes the tiny corpus with `changes` into a folder of its own, and takes the folder away after `use`. */
export function withTinyCorpus<T>(changes: readonly Change[], use: (folder: string) => T): T {
  const texts: Record<string, string> = { ...files };
  for (const [file, from, to] of changes) {
    const text = texts[file] ?? '';
    if (text.split(from).length !== 2) throw new Error(`${file}: "${from}" must occur once`);
    texts[file] = text.replace(from, () => to);
  }
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-corpus-'));
  try {
    for (const [file, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
