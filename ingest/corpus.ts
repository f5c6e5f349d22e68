import type { DependencyRecord } from './dependencyRecord';
import type {
  AgencyRecord,
  DatabaseRecord,
  DocumentRecord,
  NationalListRecord,
  OutputRecord,
  ServiceRecord,
  StatementRecord,
  SuccessionRecord,
  TriggerRecord,
} from './records';

/** A statement with the document it stands in and its place there. */
export interface PlacedStatement extends StatementRecord {
  readonly document: string;
  /** 0-based order in its document. */
  readonly position: number;
}

/** All facts, validated. Ids are bare slugs. */
export interface Corpus {
  readonly documents: readonly DocumentRecord[];
  readonly statements: readonly PlacedStatement[];
  readonly agencies: readonly AgencyRecord[];
  readonly successions: readonly SuccessionRecord[];
  readonly databases: readonly DatabaseRecord[];
  readonly services: readonly ServiceRecord[];
  readonly nationalLists: readonly NationalListRecord[];
  readonly outputs: readonly OutputRecord[];
  readonly triggers: readonly TriggerRecord[];
  readonly dependencies: readonly DependencyRecord[];
}

/** `<document>/<path>`, as records refer to a statement. */
export function statementKey(statement: Pick<PlacedStatement, 'document' | 'path'>): string {
  return `${statement.document}/${statement.path}`;
}

/** Something wrong in the corpus, printed as `file:line id: message`. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly id: string;
  readonly message: string;
}

export function formatProblem(problem: Problem): string {
  return `${problem.file}:${String(problem.line)} ${problem.id}: ${problem.message}`;
}
