import { lastDayOfMonth, type CalendarDate } from '../domain/calendar';
import { statementKey, type Corpus, type PlacedStatement, type Problem } from './corpus';
import type { Sort } from './files';
import type { Located, Unread } from './read';
import type { AgencyRecord, DatabaseRecord, DocumentRecord, ServiceRecord, SuccessionRecord } from './records';

type Path = ReadonlyArray<string | number>;
type Report = (path: Path, message: string) => void;
type Known = Readonly<Record<'document' | 'agency' | 'database' | 'statement' | 'trigger', ReadonlySet<string>>>;

/** What no single record can know of itself: unique ids, references that lead somewhere, terms and days that fit together. */
export function checkReferences(corpus: Corpus, located: readonly Located[], unread: readonly Unread[]): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Located>();
  const statements = new Map(corpus.statements.map((statement) => [statementKey(statement), statement]));
  const ids = (sort: Sort, read: Iterable<string>) =>
    new Set([...read, ...unread.filter((entry) => entry.sort === sort).map(({ id }) => id)]);
  const known: Known = {
    document: ids(
      'documents',
      corpus.documents.map(({ id }) => id),
    ),
    agency: ids(
      'agencies',
      corpus.agencies.map(({ id }) => id),
    ),
    database: ids(
      'databases',
      corpus.databases.map(({ id }) => id),
    ),
    statement: ids('statements', statements.keys()),
    trigger: ids(
      'triggers',
      corpus.triggers.map(({ id }) => id),
    ),
  };
  for (const entry of located) {
    const report: Report = (path, message) =>
      problems.push({
        file: entry.file,
        line: entry.line(path),
        id: entry.id,
        message: path.length > 0 ? `${path.join('.')}: ${message}` : message,
      });
    const key = `${entry.sort}/${entry.sort === 'statements' ? statementKey(entry.record as PlacedStatement) : entry.id}`;
    const first = seen.get(key);
    if (first !== undefined && entry.sort !== 'outputs') report([], `the same id stands at ${first.file}:${String(first.line())}`);
    seen.set(key, entry);
    checkRecord(entry, known, report);
    if (entry.sort === 'statements') checkTwins(entry.record as PlacedStatement, statements, report);
  }
  return problems;
}

function checkRecord(entry: Located, known: Known, report: Report): void {
  const refer = referTo(known, report);
  refer('document', citedIn(entry.record));
  switch (entry.sort) {
    case 'documents': {
      checkDocument(entry.record as unknown as DocumentRecord, entry.file, refer, report);
      return;
    }
    case 'statements': {
      checkStatement(entry.record as unknown as PlacedStatement, entry.file, refer, report);
      return;
    }
    case 'agencies': {
      checkAgency(entry.record as unknown as AgencyRecord, refer, report);
      return;
    }
    case 'successions': {
      const record = entry.record as unknown as SuccessionRecord;
      refer('agency', [[['from'], record.from], [['to'], record.to], ...each('candidates', record.candidates)]);
      refer('database', each('scope', record.scope));
      refer('document', collect(record, 'legalBasis', 'document'));
      return;
    }
    case 'databases': {
      const record = entry.record as unknown as DatabaseRecord;
      refer('agency', collect(record, 'owners', 'agency'));
      refer('database', each('parts', record.parts));
      refer('document', each('calledNationalIn', record.calledNationalIn));
      if (record.parts.length > 0 && record.kind !== 'GROUP') report(['parts'], `only a GROUP has parts, this is a ${record.kind}`);
      checkTerms('owners', record.owners, report);
      return;
    }
    case 'services': {
      const record = entry.record as unknown as ServiceRecord;
      refer('statement', [[['statement'], record.statement]]);
      refer(
        'database',
        record.requires.flatMap(({ pair }, index) => pair.map((end, side): [Path, string] => [['requires', index, 'pair', side], end])),
      );
      return;
    }
    case 'nationalLists': {
      const record = entry.record as unknown as Corpus['nationalLists'][number];
      refer('document', [[['document'], record.document]]);
      refer('database', each('databases', record.databases));
      if (record.databases.length > record.size)
        report(['databases'], `the list has ${String(record.size)}, ${String(record.databases.length)} are named`);
      return;
    }
    case 'outputs': {
      const record = entry.record as unknown as Corpus['outputs'][number];
      refer('statement', [[['statement'], record.statement]]);
      refer('document', [[['document'], record.document]]);
      return;
    }
    case 'triggers': {
      const record = entry.record as unknown as Corpus['triggers'][number];
      refer('document', [[['fulfilledBy'], record.fulfilledBy]]);
      return;
    }
    case 'dependencies': {
      const record = entry.record as unknown as Corpus['dependencies'][number];
      refer('statement', [[['on'], record.on], ...each('of', record.of)]);
      refer('database', [[['ofConnectionsWith'], record.ofConnectionsWith]]);
    }
  }
}

type Refer = (sort: keyof Known, targets: ReadonlyArray<readonly [Path, string | null]>) => void;

function referTo(known: Known, report: Report): Refer {
  return (sort, targets) => {
    for (const [path, target] of targets) if (target !== null && !known[sort].has(target)) report(path, `no such ${sort}: ${target}`);
  };
}

function each(field: string, values: readonly string[]): Array<[Path, string]> {
  return values.map((value, index) => [[field, index], value]);
}

function collect(record: object, field: string, key: string): Array<[Path, string | null]> {
  const rows = (record as Record<string, unknown>)[field] as ReadonlyArray<Record<string, string | null>> | undefined;
  return (rows ?? []).map((row, index) => [[field, index, key], row[key] ?? null]);
}

/** Documents under every `cites` of a record, however deep. */
function citedIn(value: unknown, path: Path = []): Array<[Path, string | null]> {
  if (value === null || typeof value !== 'object') return [];
  const here = path.at(-1) === 'cites' ? collect({ cites: value }, 'cites', 'document') : [];
  const below = Object.entries(value).flatMap(([key, inner]) => citedIn(inner, [...path, Array.isArray(value) ? Number(key) : key]));
  return [...here.map(([[, ...rest], target]): [Path, string | null] => [[...path, ...rest], target]), ...below];
}

function checkDocument(record: DocumentRecord, file: string, refer: Refer, report: Report): void {
  if (!file.endsWith(`/${record.id}.yaml`)) report(['id'], `the file of this document must be named ${record.id}.yaml`);
  refer('agency', [[['issuer'], record.issuer], ...collect(record, 'verifiers', 'agency')]);
  refer('document', [
    ...collect(record, 'force', 'by'),
    ...each('basedOn', record.basedOn),
    ...each('implements', record.implements),
    ...collect(record, 'citations', 'document'),
  ]);
  record.citations.forEach((citation, index) => {
    if (citation.document === null && citation.note === null)
      report(['citations', index], 'an unresolved citation needs a note that says why');
  });
  checkTerms(
    'force',
    record.force.filter((term) => !term.dissent),
    report,
  );
}

function checkStatement(record: PlacedStatement, file: string, refer: Refer, report: Report): void {
  if (!file.endsWith(`/${record.document}.yaml`)) report([], `statements of ${record.document} must stand in ${record.document}.yaml`);
  refer('document', [[[], record.document]]);
  for (const role of ['lead', 'impliedLead', 'coordinating', 'supervising'] as const) refer('agency', each(role, record[role]));
  for (const field of ['pairs', 'impliedPairs'] as const) {
    refer(
      'database',
      record[field].flatMap((pair, index) => pair.map((end, side): [Path, string] => [[field, index, side], end])),
    );
  }
  refer('statement', each('derivedFrom', record.derivedFrom));
  refer(
    'statement',
    record.twinOf.map((path, index) => [['twinOf', index], `${record.document}/${path}`]),
  );
  refer('trigger', [[['deadline', 'trigger', 'id'], record.deadline.trigger?.id ?? null]]);
  if (record.lines === null && record.source === null) report([], 'neither lines nor a source');
  checkDeadline(record.deadline, report);
}

/** One duty is told by its twins together, so each of them names all the others. */
function checkTwins(record: PlacedStatement, statements: ReadonlyMap<string, PlacedStatement>, report: Report): void {
  record.twinOf.forEach((path, index) => {
    const twin = statements.get(`${record.document}/${path}`);
    if (twin !== undefined && !twin.twinOf.includes(record.path))
      report(['twinOf', index], `${path} does not name ${record.path} as its twin`);
  });
}

function checkDeadline(deadline: PlacedStatement['deadline'], report: Report): void {
  const { precision, startOn, dueOn } = deadline;
  const needsDue = ['DAY', 'MONTH', 'QUARTER', 'YEAR'].includes(precision);
  if (needsDue && dueOn === null && startOn === null)
    report(['deadline'], `a ${precision} deadline has a last day (dueOn), or a first one (startOn)`);
  if (['NONE', 'ONGOING', 'RECURRING', 'TRIGGERED'].includes(precision) && dueOn !== null)
    report(['deadline', 'dueOn'], `a ${precision} deadline has no last day, got ${dueOn}`);
  if (precision === 'MONTH' && dueOn !== null && dueOn !== monthEnd(dueOn))
    report(['deadline', 'dueOn'], `a month ends on ${monthEnd(dueOn)}, got ${dueOn}`);
  if (startOn !== null && dueOn !== null && startOn > dueOn) report(['deadline', 'startOn'], `starts ${startOn}, after it is due ${dueOn}`);
  if ((precision === 'STAGED') !== deadline.stages.length > 0) report(['deadline'], 'stages belong to a STAGED deadline, and only to it');
  if ((precision === 'RECURRING') !== (deadline.recurrence !== null))
    report(['deadline'], 'a recurrence belongs to a RECURRING deadline, and only to it');
  if ((precision === 'TRIGGERED') !== (deadline.trigger !== null))
    report(['deadline'], 'a trigger belongs to a TRIGGERED deadline, and only to it');
}

function monthEnd(on: CalendarDate): CalendarDate {
  return lastDayOfMonth(Number(on.slice(0, 4)), Number(on.slice(5, 7)));
}

function checkAgency(record: AgencyRecord, refer: Refer, report: Report): void {
  refer('agency', [
    ...collect(record, 'parents', 'agency'),
    [['counterpart'], record.counterpart],
    ...collect(record, 'members', 'agency'),
    ...collect(record, 'members', 'within'),
  ]);
  if (record.members.length > 0 && record.kind !== 'COLLECTIVE')
    report(['members'], `only a COLLECTIVE has members, this is a ${record.kind}`);
  if (record.aliases.includes(record.name)) report(['aliases'], 'repeats the name');
  if (record.existsFrom !== null && record.existsUntil !== null && record.existsFrom >= record.existsUntil)
    report(['existsUntil'], 'ends before it begins');
  checkTerms('parents', record.parents, report);
}

/** Half-open terms of one list may not overlap or run backwards; disputed ones stand beside the others. */
function checkTerms(
  field: string,
  terms: ReadonlyArray<{ from: CalendarDate | null; until: CalendarDate | null; confidence?: string }>,
  report: Report,
): void {
  const firm = terms.filter((term) => term.confidence !== 'DISPUTED');
  terms.forEach((term, index) => {
    if (term.from !== null && term.until !== null && term.from >= term.until)
      report([field, index], `runs from ${term.from} until ${term.until}`);
  });
  const sorted = [...firm].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  sorted.slice(1).forEach((term, index) => {
    const before = sorted[index]?.until ?? null;
    if (before === null || (term.from ?? '') < before) report([field], `two terms overlap from ${term.from ?? 'the beginning'}`);
  });
}
