import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanFile } from '../../ingest/plan';
import { projectRoot } from '../../shared/config';

/** An invented plan; see its README. */
const planFolder = join(projectRoot, 'tests', 'plans', 'xa-thu-nghiem');
export const planDocument = 'kh-1-kh-ubnd-xa-thu-nghiem-2026';

/** Words of a file put in the place of others, which must occur once. */
type PlanChange = readonly [file: string, from: string, to: string];

export function thePlan(...changes: readonly PlanChange[]): PlanFile[] {
  const files = readdirSync(planFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((path) => ({ path, content: readFileSync(join(planFolder, path), 'utf8') }));
  for (const [path, from, to] of changes) {
    const file = files.find((one) => one.path === path);
    if (file?.content.split(from).length !== 2) throw new Error(`${path}: "${from}" must occur once`);
    file.content = file.content.replace(from, () => to);
  }
  return files;
}

/** Another plan of the same commune under another number: a document with one duty. */
export function anotherPlan(number: number, content = 'Rà soát dữ liệu.'): PlanFile[] {
  const id = `kh-${String(number)}-kh-ubnd-xa-thu-nghiem-2026`;
  const document = `id: ${id}\nkind: PLAN\nnumber: ${String(number)}/KH-UBND\nissuer: uy-ban-nhan-dan-tinh-dak-nong\nissuedOn: 2026-03-01\ntitle: Kế hoạch giả định số ${String(number)}\nheld: true\nconfidence: UNVERIFIED\n`;
  const statement = `  - path: I.1\n    lines: [1, 2]\n    kind: DATA_CLEANING\n    title: ${content}\n    lead: [cong-an-tinh-dak-nong]\n    deadline:\n      precision: DAY\n      dueOn: 2026-12-01\n    confidence: UNVERIFIED\n`;
  return [
    { path: `documents/${id}.yaml`, content: document },
    { path: `statements/${id}.yaml`, content: `document: ${id}\nstatements:\n${statement}` },
  ];
}
