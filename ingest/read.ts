import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { checkReferences } from './check';
import { statementKey, type Corpus, type PlacedStatement, type Problem } from './corpus';
import { corpusFiles, fileSchema, sorts, type Sort, type SourceFile } from './files';

/** Where a record was read, so that a problem found later can name the line. */
export interface Located {
  readonly sort: Sort;
  readonly record: { readonly id?: string; readonly path?: string };
  readonly file: string;
  readonly id: string;
  line(path?: ReadonlyArray<string | number>): number;
}

export interface ReadCorpus {
  readonly corpus: Corpus;
  readonly problems: readonly Problem[];
}

/** A record that could not be read. Other records may still refer to it: that is no second problem. */
export interface Unread {
  readonly sort: Sort;
  readonly id: string;
}

type YamlPath = ReadonlyArray<string | number>;

/** Reads and checks the whole corpus. Never stops at the first problem. */
export function readCorpus(folder: string): ReadCorpus {
  const problems: Problem[] = [];
  const located: Located[] = [];
  const unread: Unread[] = [];
  for (const file of corpusFiles(folder)) readFile(file, located, unread, problems);
  const corpus = assemble(located);
  problems.push(...checkReferences(corpus, located, unread));
  return { corpus, problems };
}

function readFile(file: SourceFile, located: Located[], unread: Unread[], problems: Problem[]): void {
  const lines = new LineCounter();
  const yaml = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const error of yaml.errors) {
    problems.push({ file: file.name, line: lines.linePos(error.pos[0]).line, id: '-', message: error.message });
  }
  if (yaml.errors.length > 0) {
    unread.push(...idsIn(file));
    return;
  }
  const report = (error: z.ZodError | undefined, base: YamlPath): void => {
    for (const { path, message } of (error?.issues ?? []).flatMap(placed)) {
      const line = lineAt(yaml, lines, [...base, ...path]);
      problems.push({ file: file.name, line, id: idAt(yaml, base), message: describe(message, path, yaml.getIn([...base, ...path])) });
    }
  };
  const { key, record: schema } = sorts[file.sort];
  if (key !== null) report(fileSchema(file.sort, z.unknown()).safeParse(yaml.toJS()).error, []);
  const document = String(yaml.getIn(['document']));
  const list = key === null ? null : yaml.getIn([key]);
  const records = key === null ? [yaml.contents] : isSeq(list) ? list.items : [];
  records.forEach((node, position) => {
    const base = key === null ? [] : [key, position];
    const id = idAt(yaml, base);
    const parsed = schema.safeParse(isNode(node) ? node.toJS(yaml) : node);
    if (parsed.success) {
      const owner = file.sort === 'statements' ? { document, position } : {};
      const line = (path: YamlPath = []): number => lineAt(yaml, lines, [...base, ...path]);
      located.push({ sort: file.sort, record: { ...(parsed.data as Located['record']), ...owner }, file: file.name, id, line });
      return;
    }
    report(parsed.error, base);
    unread.push({ sort: file.sort, id: file.sort === 'statements' ? statementKey({ document, path: id }) : id });
  });
}

/** What a file that is no YAML would have told of: every id and path that stands at the beginning of a line. */
function idsIn({ sort, text }: SourceFile): Unread[] {
  const document = /^document: *(\S+)/m.exec(text)?.[1] ?? '-';
  const ids = [...text.matchAll(/^[ -]*(?:id|path): *(\S+)/gm)].map(([, id]) => id ?? '-');
  return ids.map((id) => ({ sort, id: sort === 'statements' ? statementKey({ document, path: id }) : id }));
}

/** Where each fault of a record stands; an unknown key is told at the key, not at the record that holds it. */
function placed(issue: z.core.$ZodIssue): Array<{ path: YamlPath; message: string }> {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: 'no such key here; see corpus/README.md' }));
}

function describe(message: string, path: YamlPath, seen: unknown): string {
  const value = seen === undefined || isNode(seen) ? '' : ` (got ${JSON.stringify(seen)})`;
  return `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}${value}`;
}

/** The line of the key that `path` ends in, or of the list item; of the nearest thing above where there is none. */
function lineAt(yaml: Document, lines: LineCounter, path: YamlPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const steps = path.slice(0, length);
    const holder = length > 0 ? yaml.getIn(steps.slice(0, -1), true) : null;
    const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === steps.at(-1)) : undefined;
    const node = pair?.key ?? yaml.getIn(steps, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function idAt(yaml: Document, path: ReadonlyArray<string | number>): string {
  const node = yaml.getIn(path, true);
  if (!isMap(node)) return '-';
  const id = node.get('id') ?? node.get('path') ?? node.get('statement') ?? node.get('document');
  return typeof id === 'string' ? id : '-';
}

function assemble(located: readonly Located[]): Corpus {
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
