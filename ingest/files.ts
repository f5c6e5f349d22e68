import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dependencyRecord } from './dependencyRecord';
import {
  agencyRecord,
  databaseRecord,
  documentRecord,
  nationalListRecord,
  outputRecord,
  serviceRecord,
  statementRecord,
  successionRecord,
  triggerRecord,
} from './records';

/** The sorts of record in the corpus: where their files stand and under which key the records are listed. */
export const sorts = {
  documents: { place: 'documents', key: null, record: documentRecord },
  statements: { place: 'statements', key: 'statements', record: statementRecord },
  agencies: { place: 'agencies', key: 'agencies', record: agencyRecord },
  successions: { place: 'successions', key: 'successions', record: successionRecord },
  databases: { place: 'databases', key: 'databases', record: databaseRecord },
  services: { place: 'services', key: 'services', record: serviceRecord },
  nationalLists: { place: 'national-lists.yaml', key: 'lists', record: nationalListRecord },
  outputs: { place: 'outputs.yaml', key: 'outputs', record: outputRecord },
  triggers: { place: 'triggers.yaml', key: 'triggers', record: triggerRecord },
  dependencies: { place: 'dependencies.yaml', key: 'dependencies', record: dependencyRecord },
} as const;

export type Sort = keyof typeof sorts;

/**
 * What one file holds: its records under their key, and for statements the document they belong to. With `item` in the
 * place of the record's own shape only what stands around the records is looked at.
 */
export function fileSchema(sort: Sort, item?: z.ZodType): z.ZodObject {
  const { key, record } = sorts[sort];
  if (key === null) return record;
  const records = z.array(item ?? record);
  return sort === 'statements' ? z.strictObject({ document: documentRecord.shape.id, [key]: records }) : z.strictObject({ [key]: records });
}

export interface SourceFile {
  readonly sort: Sort;
  /** Relative to the corpus, as problems name it. */
  readonly name: string;
  readonly text: string;
}

/**
 * The sort of record that a file of a plan holds, by its place: a file of any name in the folder of the sort, or the one file
 * that the corpus has for it. Null: nothing of a plan stands there.
 */
export function sortAt(path: string): Sort | null {
  const [, folder] = /^([a-z-]+)\/[A-Za-z0-9][\w.-]{0,200}\.yaml$/.exec(path) ?? [];
  const found = Object.entries(sorts).find(([, { place }]) => place === path || place.replace(/\.yaml$/, '') === folder);
  return found === undefined ? null : (found[0] as Sort);
}

/** Every YAML file of the corpus at `folder`, in a fixed order. */
export function corpusFiles(folder: string): SourceFile[] {
  return (Object.keys(sorts) as Sort[]).flatMap((sort) => {
    const { place } = sorts[sort];
    const path = join(folder, place);
    if (!existsSync(path)) return [];
    const names = place.endsWith('.yaml')
      ? [place]
      : readdirSync(path)
          .filter((name) => name.endsWith('.yaml'))
          .sort()
          .map((name) => `${place}/${name}`);
    return names.map((name) => ({ sort, name, text: readFileSync(join(folder, name), 'utf8') }));
  });
}
