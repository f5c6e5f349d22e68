import type { CalendarDate } from '../../domain/calendar';
import { citationLabel, documentLabel } from '../../domain/citation';
import { fold } from '../../domain/fold';
import type { AgencyRole } from '../../domain/vocabulary';
import { statementKey, type Corpus, type PlacedStatement } from '../../ingest/corpus';
import { demandedFrom } from '../../ingest/demandedFrom';
import { connectionsOf, dutiesOf, type Duty } from '../../ingest/duties';
import type { StatementRecord } from '../../ingest/records';
import { leadsByReading } from '../../ingest/readings';
import { conflictRows } from './conflicts/load';
import { dependencyRows } from './dependencies/load';
import { responsibilityRows } from './responsibility/load';

const roles = {
  lead: 'LEAD',
  impliedLead: 'IMPLIED_LEAD',
  coordinating: 'COORDINATING',
  supervising: 'SUPERVISING',
} as const satisfies Record<string, AgencyRole>;
const roleFields = Object.keys(roles) as ReadonlyArray<keyof typeof roles>;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  const issued = new Map(corpus.documents.map((document) => [document.id, document.issuedOn]));
  const since = demandedFrom(corpus);
  const duties = dutiesOf(corpus).sort(
    (a, b) =>
      (issued.get(a.document) ?? '').localeCompare(issued.get(b.document) ?? '') ||
      a.document.localeCompare(b.document) ||
      position(a) - position(b),
  );
  const obligationOf = new Map(
    duties.flatMap((duty) => duty.statements.map((statement) => [statementKey(statement), `obligation:${duty.key}`])),
  );
  const placed = duties.flatMap((duty) => duty.statements).sort((a, b) => a.document.localeCompare(b.document) || a.position - b.position);
  return [
    ['obligation', duties.map((duty, place) => obligationRow(corpus, duty, place, since.get(duty.document) ?? null))],
    [
      'statement',
      placed.map((statement, place) => statementRow(corpus, statement, place, obligationOf.get(statementKey(statement)) ?? '')),
    ],
    ['statement_agency', placed.flatMap((statement) => agencyRows({ statement_id: statementId(statement) }, statement))],
    ['statement_connection', placed.flatMap(statementConnectionRows)],
    ['obligation_agency', duties.flatMap((duty) => agencyRows({ obligation_id: `obligation:${duty.key}` }, duty.reading))],
    ['obligation_connection', duties.flatMap(obligationConnectionRows)],
    [
      'obligation_parent',
      duties.flatMap((duty) =>
        duty.parents.map((parent) => ({ obligation_id: `obligation:${duty.key}`, parent_id: `obligation:${parent}` })),
      ),
    ],
    ...responsibilityRows(corpus, duties),
    ...dependencyRows(corpus),
    ...conflictRows(corpus, duties),
    [
      'reading_lead',
      leadsByReading(duties).map(({ duty, reading, agency }) => ({
        obligation_id: `obligation:${duty}`,
        reading,
        agency_id: `agency:${agency}`,
      })),
    ],
    [
      'obligation_output',
      corpus.outputs.map((output) => ({
        obligation_id: obligationOf.get(output.statement),
        document_id: `document:${output.document}`,
        issued_on: output.issuedOn,
        confidence: output.confidence,
        note: output.note,
        note_en: output.noteEn,
      })),
    ],
  ];
}

const position = (duty: Duty) => duty.statements[0]?.position ?? 0;
const statementId = (statement: PlacedStatement) => `statement:${statementKey(statement)}`;

function obligationRow(corpus: Corpus, duty: Duty, place: number, since: CalendarDate | null): object {
  const first = duty.statements[0] as PlacedStatement;
  const document = corpus.documents.find((record) => record.id === duty.document);
  const issuer = corpus.agencies.find((record) => record.id === document?.issuer);
  const deadline = deadlineJson(corpus, duty.reading.deadline);
  return {
    id: `obligation:${duty.key}`,
    document_id: `document:${duty.document}`,
    demanded_from: since,
    level: issuer?.level ?? 'CENTRAL',
    kind: first.kind,
    title: first.title,
    title_en: first.titleEn,
    deadline,
    due_on: deadline.dueOn,
    trigger_on: deadline.trigger?.fulfilledOn ?? null,
    awaits_trigger: deadline.trigger !== null && !(deadline.trigger.fulfilledById !== null && deadline.trigger.fulfilledOn === null),
    place,
    terms: titleTerms(duty.statements),
  };
}

function statementRow(corpus: Corpus, statement: PlacedStatement, place: number, obligationId: string): object {
  const document = corpus.documents.find((record) => record.id === statement.document);
  const label = citationLabel(
    statement.path,
    document === undefined ? { vi: statement.document, en: statement.document } : documentLabel(document),
  );
  return {
    id: statementId(statement),
    document_id: `document:${statement.document}`,
    obligation_id: obligationId,
    path: statement.path,
    place,
    label: label.vi,
    label_en: label.en,
    lines: statement.lines,
    source: statement.source,
    kind: statement.kind,
    title: statement.title,
    title_en: statement.titleEn,
    joint_lead: statement.jointLead,
    deadline: deadlineJson(corpus, statement.deadline),
    due_on: statement.deadline.dueOn,
    online_level: statement.onlineLevel,
    confidence: statement.confidence,
    note: statement.note,
    note_en: statement.noteEn,
    terms: titleTerms([statement]),
  };
}

function titleTerms(statements: readonly PlacedStatement[]): string {
  return [...new Set(statements.flatMap((statement) => [statement.title, statement.titleEn ?? '']).map(fold))].join('\n');
}

/** The deadline as the graph shows it, with what is known of its trigger. */
function deadlineJson(corpus: Corpus, deadline: StatementRecord['deadline']) {
  const trigger = corpus.triggers.find((record) => record.id === deadline.trigger?.id);
  return {
    text: deadline.text ?? '',
    precision: deadline.precision,
    startOn: deadline.startOn,
    dueOn: deadline.dueOn,
    stages: deadline.stages,
    recurrence: deadline.recurrence,
    trigger:
      deadline.trigger === null
        ? null
        : {
            text: deadline.trigger.text,
            nameVi: trigger?.name ?? deadline.trigger.text,
            nameEn: trigger?.nameEn ?? null,
            fulfilledOn: trigger?.fulfilledOn ?? null,
            fulfilledById: trigger?.fulfilledBy === null || trigger?.fulfilledBy === undefined ? null : `document:${trigger.fulfilledBy}`,
            confidence: trigger?.confidence ?? 'STATED',
            noteVi: trigger?.note ?? null,
            noteEn: trigger?.noteEn ?? null,
          },
  };
}

function agencyRows(owner: object, named: Readonly<Record<keyof typeof roles, readonly string[]>>): object[] {
  return roleFields.flatMap((field) =>
    named[field].map((agency, index) => ({ ...owner, role: roles[field], position: index, agency_id: `agency:${agency}` })),
  );
}

function statementConnectionRows(statement: PlacedStatement): object[] {
  return (['pairs', 'impliedPairs'] as const).flatMap((which) =>
    connectionsOf(statement, which).map((slug, index) => ({
      statement_id: statementId(statement),
      implied: which === 'impliedPairs',
      position: index,
      connection_id: `connection:${slug}`,
    })),
  );
}

/** The connections of all statements of a duty; one that any of them names is not implied. */
function obligationConnectionRows(duty: Duty): object[] {
  const named = [...new Set(duty.statements.flatMap((statement) => connectionsOf(statement, 'pairs')))];
  const implied = [...new Set(duty.statements.flatMap((statement) => connectionsOf(statement, 'impliedPairs')))].filter(
    (slug) => !named.includes(slug),
  );
  return [named, implied].flatMap((slugs, implicit) =>
    slugs.map((slug, index) => {
      const [a = '', b = ''] = slug.split('~');
      return {
        obligation_id: `obligation:${duty.key}`,
        implied: implicit === 1,
        position: index,
        connection_id: `connection:${slug}`,
        end_a: `database:${a}`,
        end_b: `database:${b}`,
      };
    }),
  );
}
