import { connectionSlug } from '../domain/fold';
import { readAppendixFirst, type Reading } from '../domain/reading';
import { statementKey, type Corpus, type PlacedStatement } from './corpus';

/** One duty of one document with every provision that states it. */
export interface Duty {
  /** `<document>/<path of its first statement>` */
  readonly key: string;
  readonly document: string;
  /** In document order. */
  readonly statements: readonly PlacedStatement[];
  readonly reading: Reading<PlacedStatement>;
  /** Keys of the duties of higher plans that it carries out. */
  readonly parents: readonly string[];
}

/** Slugs of the connections a statement names, or implies. */
export function connectionsOf(statement: PlacedStatement, which: 'pairs' | 'impliedPairs'): string[] {
  return [...new Set(statement[which].map(([a, b]) => connectionSlug(a, b)))];
}

/** Statements that are twins of one another in one document become one duty; nothing else is merged (DESIGN §2, rule 1). */
export function dutiesOf(corpus: Corpus): Duty[] {
  const byKey = new Map(corpus.statements.map((statement) => [statementKey(statement), statement]));
  const groupOf = new Map<string, PlacedStatement[]>();
  const groups: PlacedStatement[][] = [];
  for (const statement of corpus.statements) {
    if (groupOf.has(statementKey(statement))) continue;
    const group = twins(statement, byKey);
    groups.push(group);
    for (const member of group) groupOf.set(statementKey(member), group);
  }
  const keyOf = new Map([...groupOf].map(([key, group]) => [key, statementKey(group[0] as PlacedStatement)]));
  return groups.map((statements) => {
    const first = statements[0] as PlacedStatement;
    const parents = statements.flatMap((statement) => statement.derivedFrom.flatMap((reference) => keyOf.get(reference) ?? []));
    return {
      key: statementKey(first),
      document: first.document,
      statements,
      reading: readAppendixFirst(statements),
      parents: [...new Set(parents)],
    };
  });
}

/** How many duties statements state that stand on their own. */
export function countDuties(statements: readonly PlacedStatement[]): number {
  const byKey = new Map(statements.map((statement) => [statementKey(statement), statement]));
  return new Set(statements.map((statement) => twins(statement, byKey)[0])).size;
}

function twins(start: PlacedStatement, byKey: ReadonlyMap<string, PlacedStatement>): PlacedStatement[] {
  const found = new Set([start]);
  for (const statement of found) {
    for (const path of statement.twinOf) {
      const twin = byKey.get(`${statement.document}/${path}`);
      if (twin !== undefined) found.add(twin);
    }
  }
  return [...found].sort((a, b) => a.position - b.position);
}
