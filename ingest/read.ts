import { setImmediate as breathe } from 'node:timers/promises';
import { isMap, isNode, isSeq } from 'yaml';
import { z } from 'zod';
import { checkReferences } from './check';
import { statementKey, type Corpus, type PlacedStatement, type Problem } from './corpus';
import { corpusFiles, fileSchema, sorts, type Sort, type SourceFile } from './files';
import { checkSoundness } from './soundness';
import { YamlText, type YamlPath } from './YamlText';

/** Where a record was read, so that a problem found later can name the line. */
export interface Located {
  readonly sort: Sort;
  readonly record: { readonly id?: string; readonly path?: string };
  readonly file: string;
  readonly id: string;
  line(path?: ReadonlyArray<string | number>): number;
}

/** A record that could not be read. Other records may still refer to it: that is no second problem. */
export interface Unread {
  readonly sort: Sort;
  readonly id: string;
}

/** What texts say, before anything of one is compared with another. */
export interface ReadTexts {
  readonly records: readonly Located[];
  readonly unread: readonly Unread[];
  readonly problems: readonly Problem[];
}

export interface ReadCorpus {
  readonly corpus: Corpus;
  readonly problems: readonly Problem[];
  /** Every record with its place. */
  readonly records: readonly Located[];
}

/** Reads and checks the whole corpus. Never stops at the first problem. */
export function readCorpus(folder: string): ReadCorpus {
  return checked(corpusFiles(folder).map(readText));
}

/** The same, and lets other work go on between two files. */
export async function readCorpusAside(folder: string): Promise<ReadCorpus> {
  const texts: ReadTexts[] = [];
  for (const file of corpusFiles(folder)) {
    texts.push(readText(file));
    await breathe();
  }
  return checked(texts);
}

function checked(texts: readonly ReadTexts[]): ReadCorpus {
  const { records, unread, problems } = joined(texts);
  const corpus = assemble(records);
  return { corpus, records, problems: [...problems, ...checkRecords(corpus, records, unread)] };
}

export function joined(texts: readonly ReadTexts[]): ReadTexts {
  return {
    records: texts.flatMap((text) => text.records),
    unread: texts.flatMap((text) => text.unread),
    problems: texts.flatMap((text) => text.problems),
  };
}

/** What no single record can know of itself, for `records` among all of `corpus`. */
export function checkRecords(corpus: Corpus, records: readonly Located[], unread: readonly Unread[]): Problem[] {
  return [...checkReferences(corpus, records, unread), ...checkSoundness(corpus, records)];
}

/** Reads one file. Whatever it holds, the answer is records and problems. */
export function readText(file: SourceFile): ReadTexts {
  const yaml = new YamlText(file.text);
  try {
    const errors = yaml.errors();
    if (errors.length === 0) return readRecords(file, yaml);
    const problems = errors.map((error) => ({ file: file.name, id: '-', ...error }));
    return { records: [], unread: idsIn(file), problems };
  } catch (error) {
    // Aliases that multiply, lists in lists without end: what no corpus file has.
    const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { records: [], unread: idsIn(file), problems: [{ file: file.name, line: 1, id: '-', message }] };
  } finally {
    yaml.release();
  }
}

function readRecords(file: SourceFile, yaml: YamlText): ReadTexts {
  const records: Located[] = [];
  const unread: Unread[] = [];
  const problems: Problem[] = [];
  const report = (error: z.ZodError | undefined, base: YamlPath): void => {
    for (const { path, message } of (error?.issues ?? []).flatMap(placed)) {
      const at = [...base, ...path];
      problems.push({ file: file.name, line: yaml.line(at), id: idAt(yaml, base), message: describe(message, path, yaml.get(at)) });
    }
  };
  const { key, record: schema } = sorts[file.sort];
  if (key !== null) report(fileSchema(file.sort, z.unknown()).safeParse(yaml.value()).error, []);
  const document = String(yaml.get(['document']));
  const list = key === null ? null : yaml.get([key]);
  const nodes = key === null ? [yaml.get([])] : isSeq(list) ? list.items : [];
  nodes.forEach((node, position) => {
    const base = key === null ? [] : [key, position];
    const id = idAt(yaml, base);
    const parsed = schema.safeParse(yaml.value(node));
    if (parsed.success) {
      const owner = file.sort === 'statements' ? { document, position } : {};
      const line = (path: YamlPath = []): number => yaml.line([...base, ...path]);
      records.push({ sort: file.sort, record: { ...(parsed.data as Located['record']), ...owner }, file: file.name, id, line });
      return;
    }
    report(parsed.error, base);
    unread.push({ sort: file.sort, id: file.sort === 'statements' ? statementKey({ document, path: id }) : id });
  });
  return { records, unread, problems };
}

/** What a file that is no YAML would have told of: every id and path that stands at the beginning of a line. */
function idsIn({ sort, text }: SourceFile): Unread[] {
  const document = /^document: *(\S+)/m.exec(text)?.[1] ?? '-';
  const ids = [...text.matchAll(/^[ -]*(?:id|path): *(\S+)/gm)].map(([, id]) => id ?? '-');
  return ids.map((id) => ({ sort, id: sort === 'statements' ? statementKey({ document, path: id }) : id }));
}

/** No record has as many keys. */
const MOST_UNKNOWN_KEYS = 50;

/** Where each fault of a record stands; an unknown key is told at the key, not at the record that holds it. */
function placed(issue: z.core.$ZodIssue): Array<{ path: YamlPath; message: string }> {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  const told = issue.keys
    .slice(0, MOST_UNKNOWN_KEYS)
    .map((key) => ({ path: [...path, key], message: 'no such key here; see corpus/README.md' }));
  const more = issue.keys.length - told.length;
  return more === 0 ? told : [...told, { path, message: `${String(more)} more keys that do not belong here` }];
}

const MOST_SHOWN = 120;

function describe(message: string, path: YamlPath, seen: unknown): string {
  const shown = seen === undefined || isNode(seen) ? '' : JSON.stringify(seen);
  const value = shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
  return `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}${value === '' ? '' : ` (got ${value})`}`;
}

function idAt(yaml: YamlText, path: YamlPath): string {
  const node = yaml.get(path);
  if (!isMap(node)) return '-';
  const id = node.get('id') ?? node.get('path') ?? node.get('statement') ?? node.get('document');
  return typeof id === 'string' ? id : '-';
}

export function assemble(located: readonly Located[]): Corpus {
  const of = <T>(sort: Sort): T[] => located.filter((entry) => entry.sort === sort).map((entry) => entry.record as T);
  return {
    documents: of('documents'),
    statements: of<PlacedStatement>('statements'),
    agencies: of('agencies'),
    successions: of('successions'),
    databases: of('databases'),
    services: of('services'),
    nationalLists: of('nationalLists'),
    outputs: of('outputs'),
    triggers: of('triggers'),
    dependencies: of('dependencies'),
  };
}
