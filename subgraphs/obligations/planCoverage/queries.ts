import { coverageOf, type DeadlineShift, type PlanCoverage } from '../../../domain/coverage';
import type { CalendarDate } from '../../../domain/calendar';
import { inAppendix } from '../../../domain/reading';
import { badInput } from '../../../shared/errors';
import { NamedIds } from '../../../shared/NamedIds';
import type { Context } from '../../../shared/context';
import type { Coverage, CoverageTotals } from './types';

interface Duty {
  readonly id: string;
  readonly dueOn: CalendarDate | null;
  readonly statementId: string;
}

/** A duty with one of the provisions that state it. */
interface Stated extends Duty {
  readonly path: string;
  readonly statedOn: CalendarDate | null;
}

/** Compares two plans duty by duty. @throws BAD_USER_INPUT for an unknown document and for one whose provisions were not read */
export async function coverage(context: Context, parent: string, child: string): Promise<Coverage> {
  const documents = `"${context.schemas.of('documents')}".pub_document`;
  const edgesOf: Promise<Array<{ child: string; parent: string }>> = context.source.query(
    `SELECT p.obligation_id AS child, p.parent_id AS parent FROM obligation_parent p JOIN obligation o ON o.id = p.obligation_id WHERE o.document_id = $1`,
    [child],
  );
  const named = new NamedIds(context);
  named.known(documents, [parent], 'parent');
  named.known(documents, [child], 'child');
  const compared = Promise.all([dutiesOf(context, parent), dutiesOf(context, child), edgesOf]);
  const [parents, children, edges] = await named.around(compared, ([higher, lower]) => higher.length === 0 || lower.length === 0);
  if (parents.length === 0) throw notRead(parent, 'parent');
  if (children.length === 0) throw notRead(child, 'child');
  const found = coverageOf(parents, children, edges);
  return {
    parent: { id: parent },
    child: { id: child },
    carried: found.carried.map((pair) => ({
      parentId: pair.parent.statementId,
      childId: pair.child.statementId,
      shift: pair.shift,
      daysShifted: pair.days,
    })),
    missingIds: found.missing.map(({ statementId }) => statementId),
    addedIds: found.added.map(({ statementId }) => statementId),
    totals: totalsOf(found, parents.length, children.length),
  };
}

function notRead(documentId: string, argument: string): Error {
  return badInput(`the provisions of ${documentId} were not read, so there is nothing to compare`, [argument]);
}

/** The duties of a document in its order, each with the provision that gives its last day, the appendix before the body. */
async function dutiesOf(context: Context, documentId: string): Promise<Duty[]> {
  const stated: Stated[] = await context.source.query(
    `SELECT o.id, o.due_on AS "dueOn", s.id AS "statementId", s.path, s.due_on AS "statedOn"
     FROM obligation o JOIN statement s ON s.obligation_id = o.id AND s.document_id = o.document_id
     WHERE o.document_id = $1 ORDER BY o.place, s.place`,
    [documentId],
  );
  const byDuty = new Map<string, Stated[]>();
  for (const statement of stated) {
    const own = byDuty.get(statement.id);
    if (own === undefined) byDuty.set(statement.id, [statement]);
    else own.push(statement);
  }
  return [...byDuty.values()].flatMap((own) => {
    const dated = own.filter(({ statedOn, dueOn }) => statedOn === dueOn);
    return dated.find(({ path }) => inAppendix(path)) ?? dated[0] ?? own[0] ?? [];
  });
}

function totalsOf({ carried, missing, added }: PlanCoverage<Duty>, parentDuties: number, childDuties: number): CoverageTotals {
  const count = (shift: DeadlineShift) => carried.filter((pair) => pair.shift === shift).length;
  const later = carried.map((pair) => pair.days ?? 0).filter((days) => days > 0);
  return {
    parentDuties,
    childDuties,
    carriedOut: parentDuties - missing.length,
    missing: missing.length,
    added: added.length,
    pairs: carried.length,
    same: count('SAME'),
    earlier: count('EARLIER'),
    later: count('LATER'),
    deadlineDropped: count('DROPPED'),
    deadlineAdded: count('ADDED'),
    mostDaysLater: later.length === 0 ? null : Math.max(...later),
  };
}
