import { connectionSlug } from '../domain/fold';
import { oneEdgePerPair, type Dependency, type DependencyCite } from '../domain/dependencies';
import {
  appendixRule,
  enabledBy,
  enablingRule,
  higherPlanRule,
  serviceRule,
  targetRule,
  triggerRule,
  type DutyShape,
  type Requirement,
} from '../domain/dependencyRules';
import { statementKey, type Corpus, type PlacedStatement } from './corpus';
import type { DependencyRecord } from './dependencyRecord';
import { connectionsOf, dutiesOf, type Duty } from './duties';

type Cites = DependencyRecord['cites'];

/** Every edge between duties that the texts and the legal context give, one for each pair. */
export function dependenciesOf(corpus: Corpus): Dependency[] {
  const duties = dutiesOf(corpus);
  const keyOf = new Map(
    duties.flatMap((duty) => duty.statements.map((statement): [string, string] => [statementKey(statement), duty.key])),
  );
  const services = new Set(corpus.services.map((service) => keyOf.get(service.statement)));
  const shapes = duties.map((duty) => shapeOf(corpus, duty, services.has(duty.key)));
  const parts = new Map(corpus.databases.map((record) => [record.id, record.parts]));
  return oneEdgePerPair([
    ...triggerRule(shapes, outputsByDocument(corpus, keyOf)),
    ...serviceRule(shapes, requirements(corpus, keyOf)),
    ...appendixRule(shapes),
    ...corpus.dependencies.flatMap((record) => handRead(record, shapes, keyOf)),
    ...targetRule(shapes, parts),
    ...enablingRule(shapes, parts),
    ...higherPlanRule(shapes),
  ]);
}

function shapeOf(corpus: Corpus, duty: Duty, service: boolean): DutyShape {
  const first = duty.statements[0] as PlacedStatement;
  const { deadline } = duty.reading;
  const named = [...new Set(duty.statements.flatMap((statement) => connectionsOf(statement, 'pairs')))];
  const implied = duty.statements.flatMap((statement) => connectionsOf(statement, 'impliedPairs'));
  const trigger = corpus.triggers.find((record) => record.id === deadline.trigger?.id);
  return {
    key: duty.key,
    document: duty.document,
    kind: first.kind,
    dueOn: deadline.dueOn,
    paths: duty.statements.map((statement) => statement.path),
    titles: duty.statements.map((statement) => statement.title),
    named,
    implied: [...new Set(implied)].filter((slug) => !named.includes(slug)),
    parents: duty.parents,
    trigger: trigger === undefined ? null : { fulfilledBy: trigger.fulfilledBy, cites: citesIn(trigger.cites, duty) },
    service,
    cite: citeOf(first),
  };
}

const citeOf = (statement: PlacedStatement): DependencyCite => ({
  document: statement.document,
  path: statement.path,
  lines: statement.lines,
  source: statement.source,
});

const asCites = (cites: Cites): DependencyCite[] => cites.map(({ document, path, lines, source }) => ({ document, path, lines, source }));

/** Of the places that tell of a trigger those in the duty's own document, and the sources from outside. */
function citesIn(cites: Cites, duty: Duty): DependencyCite[] {
  const own = asCites(cites).filter((cite) => cite.document === null || cite.document === duty.document);
  return own.length > 0 ? own : duty.statements.map(citeOf);
}

function outputsByDocument(corpus: Corpus, keyOf: ReadonlyMap<string, string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { document, statement } of corpus.outputs) found.set(document, [...(found.get(document) ?? []), keyOf.get(statement) ?? '']);
  return found;
}

function requirements(corpus: Corpus, keyOf: ReadonlyMap<string, string>): Requirement[] {
  return corpus.services.flatMap((service) => {
    const duty = keyOf.get(service.statement) ?? '';
    return service.requires.map(({ pair: [a, b], implied, cites }) => {
      const cited = cites.flatMap(({ document, path }) => keyOf.get(`${document ?? ''}/${path ?? ''}`) ?? []);
      return {
        duty,
        connection: connectionSlug(a, b),
        implied,
        cited: [...new Set(cited)].filter((key) => key !== duty),
        cites: asCites(cites),
      };
    });
  });
}

function handRead(record: DependencyRecord, shapes: readonly DutyShape[], keyOf: ReadonlyMap<string, string>): Dependency[] {
  const on = keyOf.get(record.on) ?? '';
  const cites = asCites(record.cites);
  const explained = record.note === null ? {} : { explanation: { vi: record.note, en: record.noteEn ?? record.note } };
  const named = record.of.map((reference) => ({
    of: keyOf.get(reference) ?? '',
    on,
    kind: record.kind,
    implied: record.implied,
    cites,
    explanation: { vi: '', en: '' },
  }));
  const connected = record.ofConnectionsWith === null ? [] : enabledBy(shapes, on, record.ofConnectionsWith, cites);
  return [...named, ...connected].map((edge) => ({ ...edge, ...explained }));
}
