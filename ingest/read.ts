import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { checkReferences } from './check';
import type { Corpus, PlacedStatement, Problem } from './corpus';
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

/** Reads and checks the whole corpus. Never stops at the first problem. */
export function readCorpus(folder: string): ReadCorpus {
  const problems: Problem[] = [];
  const located: Located[] = [];
  for (const file of corpusFiles(folder)) {
    readFile(file, located, problems);
  }
  const corpus = assemble(located);
  problems.push(...checkReferences(corpus, located));
  return { corpus, problems };
}

function readFile(file: SourceFile, located: Located[], problems: Problem[]): void {
  const lines = new LineCounter();
  const yaml = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const error of yaml.errors) {
    problems.push({ file: file.name, line: lines.linePos(error.pos[0]).line, id: '-', message: error.message });
  }
  if (yaml.errors.length > 0) return;
  const { key } = sorts[file.sort];
  const raw: unknown = yaml.toJS();
  const parsed = fileSchema(file.sort).safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.filter((step) => typeof step !== 'symbol');
      const recordPath = key !== null && path[0] === key ? path.slice(0, 2) : [];
      problems.push({
        file: file.name,
        line: lineAt(yaml, lines, path),
        id: idAt(yaml, recordPath),
        message: describe(issue.message, path.slice(recordPath.length), yaml, path),
      });
    }
    return;
  }
  const data = parsed.data;
  const records = (key === null ? [data] : data[key]) as Array<{ id?: string; path?: string }>;
  records.forEach((record, index) => {
    const base = key === null ? [] : [key, index];
    const owner = file.sort === 'statements' ? { document: String(data.document), position: index } : {};
    located.push({
      sort: file.sort,
      record: { ...record, ...owner },
      file: file.name,
      id: idAt(yaml, base),
      line: (path = []) => lineAt(yaml, lines, [...base, ...path]),
    });
  });
}

function describe(message: string, path: ReadonlyArray<string | number>, yaml: Document, full: ReadonlyArray<string | number>): string {
  const seen: unknown = yaml.getIn(full);
  const value = seen === undefined || isNode(seen) ? '' : ` (got ${JSON.stringify(seen)})`;
  return `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}${value}`;
}

function lineAt(yaml: Document, lines: LineCounter, path: ReadonlyArray<string | number>): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = yaml.getIn(path.slice(0, length), true);
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
  };
}
