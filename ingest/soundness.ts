import { covers, day } from '../domain/calendar';
import { statementKey, type Corpus, type PlacedStatement, type Problem } from './corpus';
import { dutiesOf } from './duties';
import type { Sort } from './files';
import type { Located } from './read';
import type { AgencyRecord, DatabaseRecord, NationalListRecord, OutputRecord } from './records';

type Path = ReadonlyArray<string | number>;
type Report = (path: Path, message: string) => void;

/** What stands in indexes of the store, which take no longer texts. */
const longestOf: Readonly<Record<string, number>> = { id: 200, path: 200, scheme: 200, value: 200, number: 200, name: 500 };
const GREATEST_INTEGER = 2 ** 31 - 1;
const BEGINNING = day('0001-01-01');

/** What no shape of a record excludes and no store or rule can bear: values it has no place for, circles, things named twice. */
export function checkSoundness(corpus: Corpus, located: readonly Located[]): Problem[] {
  const problems: Problem[] = [];
  const rules = rulesOf(corpus);
  for (const entry of located) {
    const report: Report = (path, message) =>
      problems.push({ file: entry.file, line: entry.line(path), id: entry.id, message: [...path.slice(0, 1), message].join(': ') });
    for (const { path, message } of valuesWithoutPlace(entry.record)) report(path, message);
    for (const field of namedOnce[entry.sort] ?? []) checkNamedOnce(entry.record, field, report);
    rules[entry.sort]?.(entry.record as never, report);
  }
  return problems;
}

/** Lists of ids in which none stands twice. */
const namedOnce: Partial<Record<Sort, readonly string[]>> = {
  statements: ['lead', 'impliedLead', 'coordinating', 'supervising'],
  databases: ['parts'],
  nationalLists: ['databases'],
  successions: ['candidates', 'scope'],
};

function checkNamedOnce(record: object, field: string, report: Report): void {
  const values = (record as Record<string, readonly string[]>)[field] ?? [];
  values.forEach((value, index) => {
    if (values.indexOf(value) < index) report([field, index], `${value} is named twice`);
  });
}

function rulesOf(corpus: Corpus): Partial<Record<Sort, (record: never, report: Report) => void>> {
  const agencies = new Map(corpus.agencies.map((record) => [record.id, record]));
  const databases = new Map(corpus.databases.map((record) => [record.id, record]));
  const statements = new Map(corpus.statements.map((statement) => [statementKey(statement), statement]));
  let firstOutputs: ReadonlySet<OutputRecord> | null = null;
  return {
    agencies: (record: AgencyRecord, report) => {
      if (standsAboveItself(record, agencies)) report(['parents'], 'stands above itself through the bodies named here');
    },
    databases: (record: DatabaseRecord, report) => {
      if (reaches(record.id, (id) => databases.get(id)?.parts ?? [])) report(['parts'], 'is a part of itself through those named here');
    },
    statements: (record: PlacedStatement, report) => {
      if (reaches(statementKey(record), (key) => statements.get(key)?.derivedFrom ?? []))
        report(['derivedFrom'], 'is derived from itself through those named here');
    },
    nationalLists: (record: NationalListRecord, report) => {
      if (record.from !== null && record.until !== null && record.from >= record.until) report(['until'], 'ends before it begins');
    },
    outputs: (record: OutputRecord, report) => {
      firstOutputs ??= firstOutputsOf(corpus);
      if (!firstOutputs.has(record)) report(['document'], `${record.document} is named as an output of this duty already`);
    },
  };
}

/** Of each document as the output of a duty, the first record. */
function firstOutputsOf(corpus: Corpus): Set<OutputRecord> {
  const duties = new Map(dutiesOf(corpus).flatMap((duty) => duty.statements.map((statement) => [statementKey(statement), duty.key])));
  const first = new Map<string, OutputRecord>();
  for (const output of corpus.outputs) {
    const key = `${duties.get(output.statement) ?? output.statement} ${output.document}`;
    if (!first.has(key)) first.set(key, output);
  }
  return new Set(first.values());
}

/** Whether one comes back to `start` by `next`. */
function reaches(start: string, next: (from: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [...next(start)];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === start) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...next(at));
  }
  return false;
}

/** Whether on some day one comes from a body, from parent to parent, back to it. */
function standsAboveItself(start: AgencyRecord, agencies: ReadonlyMap<string, AgencyRecord>): boolean {
  const termsOf = (id: string) => agencies.get(id)?.parents ?? [];
  if (!reaches(start.id, (id) => termsOf(id).map((term) => term.agency))) return false;
  const days = new Set([...agencies.values()].flatMap((record) => record.parents.map((term) => term.from ?? BEGINNING)));
  return [...days].some((on) =>
    reaches(start.id, (id) =>
      termsOf(id)
        .filter((term) => covers(term.from, term.until, on))
        .map((term) => term.agency),
    ),
  );
}

/** Values that PostgreSQL has no place for. */
function valuesWithoutPlace(value: unknown, path: Path = []): Array<{ path: Path; message: string }> {
  if (typeof value === 'string') return complaintOf(value, path).map((message) => ({ path, message }));
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) > GREATEST_INTEGER
      ? [{ path, message: `no such number here: ${String(value)}` }]
      : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => valuesWithoutPlace(inner, [...path, Array.isArray(value) ? Number(key) : key]));
}

function complaintOf(text: string, path: Path): string[] {
  if (text.includes('\0') || /\p{Cs}/u.test(text)) return ['holds a character that no text has (U+0000, or half of a pair)'];
  if (text.startsWith('0000-')) return [`there is no year 0: ${text.slice(0, 10)}`];
  const longest = longestOf[String(path.at(-1))] ?? Infinity;
  return text.length > longest ? [`${String(text.length)} characters, where ${String(longest)} have room`] : [];
}
