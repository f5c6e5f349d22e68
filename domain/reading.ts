/**
 * A duty stated twice in one document may be told differently: the body names one lead, the appendix two. A reading says
 * whose words stand for the duty; the other statements stay beside it and their differences are conflicts.
 */
export interface ReadStatement {
  readonly path: string;
  /** Order in the document. */
  readonly position: number;
  readonly lead: readonly string[];
  readonly coordinating: readonly string[];
  readonly supervising: readonly string[];
  readonly impliedLead: readonly string[];
  readonly deadline: { readonly precision: string };
}

export interface Reading<S extends ReadStatement> {
  readonly lead: readonly string[];
  readonly impliedLead: readonly string[];
  readonly coordinating: readonly string[];
  readonly supervising: readonly string[];
  readonly deadline: S['deadline'];
}

/** Whether a path stands in an appendix, e.g. PL2.V.11 (phụ lục). */
export function inAppendix(path: string): boolean {
  return /^PL\d/.test(path);
}

/**
 * The appendix first: it is where QĐ 06 assigns lead, coordination and month row by row. What the appendix leaves out is
 * taken from the body. `statements` is not empty.
 */
export function readAppendixFirst<S extends ReadStatement>(statements: readonly S[]): Reading<S> {
  const ordered = [...statements].sort((a, b) => Number(inAppendix(b.path)) - Number(inAppendix(a.path)) || a.position - b.position);
  const first = ordered[0];
  if (first === undefined) throw new RangeError('a duty has at least one statement');
  const named = (role: 'lead' | 'impliedLead' | 'coordinating' | 'supervising') =>
    ordered.find((statement) => statement[role].length > 0)?.[role] ?? [];
  const dated = ordered.find((statement) => statement.deadline.precision !== 'NONE') ?? first;
  return {
    lead: named('lead'),
    impliedLead: named('impliedLead'),
    coordinating: named('coordinating'),
    supervising: named('supervising'),
    deadline: dated.deadline,
  };
}
