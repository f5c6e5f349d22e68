import { citationLabel, documentLabel } from '../../../domain/citation';
import type { Facts, Plan, Provision, StatedDeadline, StatedDuty, Text } from '../../../domain/conflicts/facts';
import type { Reading } from '../../../domain/reading';
import type { Corpus, PlacedStatement } from '../../../ingest/corpus';
import { connectionsOf, type Duty } from '../../../ingest/duties';
import type { DocumentRecord } from '../../../ingest/records';

const inBoth = (vi: string, en: string | null): Text => ({ vi, en: en ?? vi });

/** Kind and number; a plan whose number is lost is cited by its issuer. */
function shortLabel(corpus: Corpus, record: DocumentRecord): Text {
  const issuer = corpus.agencies.find(({ id }) => id === record.issuer);
  if (record.number !== null || record.kind !== 'PLAN' || issuer === undefined) return documentLabel(record);
  return { vi: `Kế hoạch của ${issuer.name}`, en: `Plan of ${issuer.nameEn ?? issuer.name}` };
}

/** What the rules on conflicts look at, taken from the corpus. */
export function conflictFacts(corpus: Corpus, duties: readonly Duty[]): Facts {
  const documents = new Map(corpus.documents.map((record) => [record.id, record]));
  const keyOf = new Map(
    duties.flatMap((duty) => duty.statements.map((statement) => [`${statement.document}/${statement.path}`, duty.key])),
  );
  const stated = duties.flatMap((duty) => statedDuty(corpus, documents, duty, keyOf));
  return {
    plans: new Map([...new Set(duties.map((duty) => duty.document))].flatMap((id) => planOf(corpus, documents.get(id)))),
    duties: stated,
    services: corpus.services.map((record) => ({
      name: inBoth(record.name, record.nameEn),
      duty: keyOf.get(record.statement) ?? record.statement,
      requires: record.requires.map(({ pair, implied }) => ({ connection: [...pair].sort().join('~'), implied })),
    })),
    agencies: new Map(
      corpus.agencies.map((record) => [
        record.id,
        { name: inBoth(record.name, record.nameEn), level: record.level, collective: record.kind === 'COLLECTIVE' },
      ]),
    ),
    databases: new Map(corpus.databases.map((record) => [record.id, { name: inBoth(record.name, record.nameEn), parts: record.parts }])),
  };
}

function planOf(corpus: Corpus, record: DocumentRecord | undefined): Array<[string, Plan]> {
  if (record === undefined) return [];
  const level = corpus.agencies.find(({ id }) => id === record.issuer)?.level ?? 'CENTRAL';
  const unresolved = record.citations
    .filter((citation) => citation.document === null)
    .map(({ as, lines, note }) => ({ as, lines, note: note === null ? null : { vi: note, en: `Note, in Vietnamese: ${note}` } }));
  return [[record.id, { id: record.id, label: shortLabel(corpus, record), issuedOn: record.issuedOn, level, unresolved }]];
}

function statedDuty(
  corpus: Corpus,
  documents: ReadonlyMap<string, DocumentRecord>,
  duty: Duty,
  keyOf: ReadonlyMap<string, string>,
): StatedDuty[] {
  const deadlines = new Map(duty.statements.map((statement) => [statement.deadline, deadlineOf(corpus, statement)]));
  const [first, ...rest] = duty.statements.map((statement) =>
    provisionOf(corpus, documents.get(statement.document), statement, deadlines.get(statement.deadline)),
  );
  const deadline = deadlines.get(duty.reading.deadline);
  if (first === undefined || deadline === undefined) return [];
  const reading: Reading<Provision> = { ...duty.reading, deadline };
  const outputs = corpus.outputs
    .filter((output) => keyOf.get(output.statement) === duty.key)
    .flatMap((output) => {
      const document = documents.get(output.document);
      return document === undefined ? [] : [{ label: shortLabel(corpus, document), issuedOn: output.issuedOn }];
    });
  return [{ key: duty.key, document: duty.document, provisions: [first, ...rest], reading, parents: duty.parents, outputs }];
}

function deadlineOf(corpus: Corpus, { deadline }: PlacedStatement): StatedDeadline {
  const trigger = corpus.triggers.find((record) => record.id === deadline.trigger?.id);
  return {
    precision: deadline.precision,
    startOn: deadline.startOn,
    dueOn: deadline.dueOn,
    stages: deadline.stages,
    trigger:
      deadline.trigger === null
        ? null
        : { name: inBoth(trigger?.name ?? deadline.trigger.text, trigger?.nameEn ?? null), on: trigger?.fulfilledOn ?? null },
  };
}

function provisionOf(
  corpus: Corpus,
  document: DocumentRecord | undefined,
  statement: PlacedStatement,
  deadline: StatedDeadline | undefined,
): Provision {
  const plan = document === undefined ? inBoth(statement.document, null) : shortLabel(corpus, document);
  const label = citationLabel(statement.path, plan);
  return {
    document: statement.document,
    path: statement.path,
    position: statement.position,
    kind: statement.kind,
    title: inBoth(statement.title, statement.titleEn),
    label,
    place: { vi: label.vi.slice(0, -plan.vi.length).replace(/, $/, ''), en: label.en.slice(plan.en.length).replace(/^, /, '') },
    lines: statement.lines,
    lead: statement.lead,
    impliedLead: statement.impliedLead,
    coordinating: statement.coordinating,
    supervising: statement.supervising,
    deadline: deadline ?? { precision: 'NONE', startOn: null, dueOn: null, stages: [], trigger: null },
    connections: connectionsOf(statement, 'pairs'),
    impliedConnections: connectionsOf(statement, 'impliedPairs'),
  };
}
