import { setImmediate as breathe } from 'node:timers/promises';
import { fold } from '../domain/fold';
import { statementKey, type PlacedStatement, type Problem } from './corpus';
import { sortAt, sorts, type Sort } from './files';
import { assemble, checkRecords, joined, readText, type Located, type ReadCorpus, type ReadTexts } from './read';
import type { DocumentRecord, OutputRecord } from './records';

/** A file of a plan, laid out as in the corpus. */
export interface PlanFile {
  readonly path: string;
  readonly content: string;
}

/** What a plan says, held against what is known already. */
export interface ReadPlan {
  /** What was known, and what the plan adds to it. */
  readonly merged: ReadCorpus;
  readonly added: readonly Located[];
  /** Records that are held word for word: they add nothing. */
  readonly duplicates: readonly Located[];
  /** Keys of these, and of those that were to be passed over. */
  readonly passedOver: readonly string[];
  readonly problems: readonly Problem[];
}

export interface ReadPlanOptions {
  /** Keys of records to pass over (see recordKey). */
  readonly passOver?: ReadonlySet<string>;
  /** Called after each file. */
  onFile?(read: number): void;
}

/**
 * Reads and checks a plan against `known`, of which nothing is ever overwritten. Tells every problem at once, as the check of
 * the corpus does. Lets other work go on between two files.
 */
export async function readPlan(known: ReadCorpus, files: readonly PlanFile[], options: ReadPlanOptions = {}): Promise<ReadPlan> {
  const texts: ReadTexts[] = [];
  for (const [index, file] of files.entries()) {
    texts.push(readPlanFile(file, files.findIndex(({ path }) => path === file.path) < index));
    options.onFile?.(index + 1);
    await breathe();
  }
  const { records, unread, problems } = joined(texts);
  const held = new Map(known.records.map((entry) => [recordKey(entry), entry]));
  const own = records.filter((entry) => options.passOver?.has(recordKey(entry)) !== true);
  const isDuplicate = (entry: Located) => held.has(recordKey(entry)) && sameContent(held.get(recordKey(entry)), entry);
  const duplicates = own.filter(isDuplicate);
  const rest = own.filter((entry) => !isDuplicate(entry));
  const added = placedAfter(
    known,
    rest.filter((entry) => !held.has(recordKey(entry))),
  );
  const clashes = rest.filter((entry) => held.has(recordKey(entry)));
  const all = [...known.records, ...added];
  const merged: ReadCorpus = { corpus: assemble(all), records: all, problems: known.problems };
  const found = [
    ...problems,
    ...clashes.map((entry) => clash(entry, held.get(recordKey(entry)) as Located)),
    ...sameDocuments(known, added),
    ...checkRecords(merged.corpus, [...added, ...clashes], unread),
  ];
  if (records.length === 0 && found.length === 0) found.push({ file: '-', line: 1, id: '-', message: 'the plan holds no record' });
  const kept = new Set(rest);
  const passedOver = records.filter((entry) => !kept.has(entry)).map(recordKey);
  return { merged, added, duplicates, passedOver, problems: found.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line) };
}

/** What makes a record the one it is. */
function recordKey({ sort, record }: Pick<Located, 'sort' | 'record'>): string {
  if (sort === 'statements') return `${sort}/${statementKey(record as PlacedStatement)}`;
  if (sort !== 'outputs') return `${sort}/${record.id ?? ''}`;
  const { statement, document } = record as unknown as OutputRecord;
  return `${sort}/${statement} ${document}`;
}

const places = (Object.keys(sorts) as Sort[]).map((sort) => `${sorts[sort].place.replace(/\.yaml$/, '')}/`).join(', ');

function readPlanFile({ path, content }: PlanFile, again: boolean): ReadTexts {
  const refuse = (message: string): ReadTexts => ({ records: [], unread: [], problems: [{ file: path, line: 1, id: '-', message }] });
  const sort = sortAt(path);
  if (sort === null) return refuse(`nothing of a plan stands here; a file is <folder>/<name>.yaml with one of the folders ${places}`);
  if (again) return refuse('this file is given twice');
  if (content.includes('\0') || /\p{Cs}/u.test(content)) return refuse('holds a character that no text has (U+0000, or half of a pair)');
  return readText({ sort, name: path, text: content });
}

/** Statements of a document that has some already come after them. */
function placedAfter(known: ReadCorpus, added: readonly Located[]): Located[] {
  const next = new Map<string, number>();
  for (const { document, position } of known.corpus.statements) next.set(document, Math.max(next.get(document) ?? 0, position + 1));
  return added.map((entry) => {
    if (entry.sort !== 'statements') return entry;
    const { document } = entry.record as PlacedStatement;
    const position = next.get(document) ?? 0;
    next.set(document, position + 1);
    return { ...entry, record: { ...entry.record, position } };
  });
}

function sameContent(a: Located | undefined, b: Located): boolean {
  return a !== undefined && contentOf(a) === contentOf(b);
}

/** Everything a record says; where it stands in its file does not count. */
function contentOf({ record }: Located): string {
  return JSON.stringify(record, (key, value: unknown) => (value === null || key === 'position' ? undefined : value));
}

function clash(entry: Located, held: Located): Problem {
  const message = `held with other content since ${held.file}:${String(held.line())}; what is held is never overwritten`;
  return { file: entry.file, line: entry.line(), id: entry.id, message };
}

/** A document is what its kind, number, issuer and day of issue say, whatever its id. */
function sameDocuments(known: ReadCorpus, added: readonly Located[]): Problem[] {
  const first = new Map<string, Located>();
  const documents = (entries: readonly Located[]) => entries.filter(({ sort }) => sort === 'documents');
  for (const entry of documents(known.records)) first.set(identityOf(entry) ?? '', entry);
  return documents(added).flatMap((entry): Problem[] => {
    const identity = identityOf(entry);
    const other = identity === null ? undefined : first.get(identity);
    if (identity !== null && other === undefined) first.set(identity, entry);
    if (other === undefined || other.id === entry.id) return [];
    const message = `this document is held as ${other.id} (${other.file}): the same kind, number, issuer and day of issue`;
    return [{ file: entry.file, line: entry.line(), id: entry.id, message }];
  });
}

/** Null where not all of it is known. */
function identityOf({ record }: Located): string | null {
  const { kind, number, issuer, issuedOn } = record as unknown as DocumentRecord;
  return number === null || issuer === null || issuedOn === null ? null : [kind, fold(number), issuer, issuedOn].join(' ');
}
