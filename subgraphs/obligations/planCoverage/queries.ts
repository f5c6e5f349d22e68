import { coverageOf, type DeadlineShift, type PlanCoverage } from '../../../domain/coverage';
import type { CalendarDate } from '../../../domain/calendar';
import { inAppendix } from '../../../domain/reading';
import { badInput, checked, knownIds } from '../../../shared/errors';
import type { Context } from '../../../shared/subgraph';
import { Obligation } from '../Obligation';
import { Statement } from '../Statement';
import type { Coverage, CoverageTotals } from './types';

interface Duty {
  readonly id: string;
  readonly dueOn: CalendarDate | null;
  readonly statement: Statement;
}

/** Compares two plans duty by duty. @throws BAD_USER_INPUT for an unknown document and for one whose provisions were not read */
export async function coverage(context: Context, parent: string, child: string): Promise<Coverage> {
  const documents = `"${context.schemas.of('documents')}".pub_document`;
  const edgesOf: Promise<Array<{ child: string; parent: string }>> = context.source.query(
    `SELECT p.obligation_id AS child, p.parent_id AS parent FROM obligation_parent p JOIN obligation o ON o.id = p.obligation_id WHERE o.document_id = $1`,
    [child],
  );
  const [parents, children, edges] = await checked(
    [knownIds(context, documents, [parent], 'parent'), knownIds(context, documents, [child], 'child')],
    Promise.all([dutiesOf(context, parent, 'parent'), dutiesOf(context, child, 'child'), edgesOf]),
  );
  const found = coverageOf(parents, children, edges);
  return {
    parent: { id: parent },
    child: { id: child },
    carried: found.carried.map((pair) => ({
      parent: pair.parent.statement,
      child: pair.child.statement,
      shift: pair.shift,
      daysShifted: pair.days,
    })),
    missing: found.missing.map(({ statement }) => statement),
    added: found.added.map(({ statement }) => statement),
    totals: totalsOf(found, parents.length, children.length),
  };
}

/** The duties of a document in its order, each with the provision that gives its last day, the appendix before the body. */
async function dutiesOf(context: Context, documentId: string, argument: string): Promise<Duty[]> {
  const [records, statements] = await Promise.all([
    context.source.getRepository(Obligation).find({ where: { documentId }, order: { place: 'ASC' } }),
    context.source.getRepository(Statement).find({ where: { documentId }, order: { place: 'ASC' } }),
  ]);
  if (records.length === 0) throw badInput(`the provisions of ${documentId} were not read, so there is nothing to compare`, [argument]);
  const stating = new Map<string, Statement[]>();
  for (const statement of statements) stating.set(statement.obligationId, [...(stating.get(statement.obligationId) ?? []), statement]);
  return records.flatMap((record) => {
    const own = stating.get(record.id) ?? [];
    const dated = own.filter((statement) => statement.dueOn === record.statedDueOn);
    const statement = dated.find(({ path }) => inAppendix(path)) ?? dated[0] ?? own[0];
    return statement === undefined ? [] : [{ id: record.id, dueOn: record.statedDueOn, statement }];
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
