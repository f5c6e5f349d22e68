import type { CalendarDate } from '../calendar';
import type { Reading, ReadStatement } from '../reading';
import type { GovernmentLevel } from '../vocabulary';

export const conflictKinds = [
  'DEADLINE',
  'LEAD',
  'COORDINATION',
  'SCOPE',
  'LATER_THAN_PARENT',
  'DUE_BEFORE_ISSUE',
  'DUE_BEFORE_DEPENDENCY',
  'UNRESOLVED_CITATION',
  'DUPLICATE_DEADLINE',
  'OUT_OF_COMPETENCE',
  'NO_LEAD',
  'NO_DUE_DATE',
] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** From what a bearer can live with to what nobody can obey as written. */
export const severities = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type Severity = (typeof severities)[number];

export interface Text {
  readonly vi: string;
  readonly en: string;
}

export interface StatedDeadline {
  readonly precision: string;
  readonly startOn: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly stages: ReadonlyArray<{ readonly audience: string; readonly dueOn: CalendarDate | null }>;
  /** What the deadline waits for; `on` is the day it happened, null when it has not or the day is not known. */
  readonly trigger: { readonly name: Text; readonly on: CalendarDate | null } | null;
}

/** What one provision says, as far as it can contradict another. */
export interface Provision extends ReadStatement {
  readonly document: string;
  readonly kind: string;
  readonly title: Text;
  /** How a reader cites it, its document included. */
  readonly label: Text;
  /** The same without its document; empty where the path is not known. */
  readonly place: Text;
  readonly lines: readonly [number, number] | null;
  readonly deadline: StatedDeadline;
  /** Slugs of the connections it names, and of those it only implies. */
  readonly connections: readonly string[];
  readonly impliedConnections: readonly string[];
}

/** A duty of one document with every provision that states it, in document order; never empty. */
export interface StatedDuty {
  readonly key: string;
  readonly document: string;
  readonly provisions: readonly [Provision, ...Provision[]];
  readonly reading: Reading<Provision>;
  /** Keys of the duties of higher plans that it carries out. */
  readonly parents: readonly string[];
  /** Documents known to be its output. */
  readonly outputs: ReadonlyArray<{ readonly label: Text; readonly issuedOn: CalendarDate | null }>;
}

export interface Plan {
  readonly id: string;
  readonly label: Text;
  readonly issuedOn: CalendarDate | null;
  /** Level of government of the issuer. */
  readonly level: GovernmentLevel;
  /** Citations that no known document carries. */
  readonly unresolved: ReadonlyArray<{
    readonly as: string;
    readonly lines: readonly [number, number];
    readonly note: Text | null;
  }>;
}

export interface Service {
  readonly name: Text;
  /** Key of the duty that orders it. */
  readonly duty: string;
  /** Slugs of the connections it needs; `implied`: its provision does not say so in words. */
  readonly requires: ReadonlyArray<{ readonly connection: string; readonly implied: boolean }>;
}

export interface Agency {
  readonly name: Text;
  readonly level: GovernmentLevel;
  readonly collective: boolean;
}

/** All that the rules look at. Ids are bare slugs. */
export interface Facts {
  readonly plans: ReadonlyMap<string, Plan>;
  readonly duties: readonly StatedDuty[];
  readonly services: readonly Service[];
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly databases: ReadonlyMap<string, { readonly name: Text; readonly parts: readonly string[] }>;
}

/** One conflict that a rule found. */
export interface Finding {
  readonly kind: ConflictKind;
  readonly severity: Severity;
  /** The document in which it stands; of two plans the lower one. */
  readonly document: string;
  /** What tells it from others of its kind in its document: paths of the provisions that clash. */
  readonly paths: readonly string[];
  /** The statements on both sides. */
  readonly provisions: readonly Provision[];
  readonly connections: readonly string[];
  readonly explanation: Text;
}

export type Rule = (facts: Facts) => Finding[];

/** `conflict:<kind>/<document>/<path>[~<path>]`, readable and the same at every loading. */
export function conflictId(finding: Pick<Finding, 'kind' | 'document' | 'paths'>): string {
  return `conflict:${finding.kind.toLowerCase().replaceAll('_', '-')}/${finding.document}/${finding.paths.join('~')}`;
}

/** The provision whose deadline stands for the duty. */
export function speaking(duty: StatedDuty): Provision {
  return duty.provisions.find((provision) => provision.deadline === duty.reading.deadline) ?? duty.provisions[0];
}

const named = new WeakMap<StatedDuty, readonly string[]>();

/** Connections that some provision of the duty names. Kept, for rules hold each duty against many. */
export function namedConnections(duty: StatedDuty): readonly string[] {
  const known = named.get(duty) ?? [...new Set(duty.provisions.flatMap((provision) => provision.connections))];
  named.set(duty, known);
  return known;
}

/** Every unordered pair of a list. */
export function pairsOf<T>(items: readonly T[]): Array<[T, T]> {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}

/** Duties by the document that gives them, in document order. */
export function byDocument(facts: Facts): Map<string, StatedDuty[]> {
  const documents = new Map<string, StatedDuty[]>();
  for (const duty of facts.duties) documents.set(duty.document, [...(documents.get(duty.document) ?? []), duty]);
  return documents;
}
