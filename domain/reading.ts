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

export const readingPolicies = ['APPENDIX_FIRST', 'BODY_FIRST', 'RESPONSIBILITY_SECTION_FIRST'] as const;
/** Which provision's lead counts where provisions on one duty name different leads. */
export type ReadingPolicy = (typeof readingPolicies)[number];

/** Whether a path stands in the part that says what each body is responsible for (Mục IV, tổ chức thực hiện). */
export function inResponsibilitySection(path: string): boolean {
  return path.startsWith('IV.');
}

/**
 * Leads of a duty under a policy. `related` are the provisions of part IV of the same document that speak of the same
 * connection as a duty of their own.
 */
export function leadsUnder(
  policy: ReadingPolicy,
  statements: readonly ReadStatement[],
  related: readonly ReadStatement[],
): readonly string[] {
  const rank: Readonly<Record<ReadingPolicy, (path: string) => boolean>> = {
    APPENDIX_FIRST: inAppendix,
    BODY_FIRST: (path) => !inAppendix(path),
    RESPONSIBILITY_SECTION_FIRST: inResponsibilitySection,
  };
  const told = policy === 'RESPONSIBILITY_SECTION_FIRST' ? [...statements, ...related] : statements;
  const first = told.filter((statement) => rank[policy](statement.path) && statement.lead.length > 0);
  if (first.length > 0)
    return [...new Set(policy === 'RESPONSIBILITY_SECTION_FIRST' ? first.flatMap((statement) => statement.lead) : (first[0]?.lead ?? []))];
  return readAppendixFirst(statements).lead;
}
