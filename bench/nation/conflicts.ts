import { conflictId, severities, type Finding } from '../../domain/conflicts/facts';
import type { LocalDuty } from './duties';
import { NATIONAL_POLICE, type Nation } from './Nation';
import type { LocalPlan } from './plans';
import type { Rows } from './tables';

/** Room in the order of conflicts for those of each severity, gravest first; the national plan's own come first in it. */
export const ROOM = 600_000_000;
export const NATIONAL_ROOM = 10_000;

type Kind = Pick<Finding, 'kind' | 'severity'>;

/** In what a local plan contradicts the national one or itself, by the rules of the product that can be seen from one duty. */
export function conflictRows(plan: LocalPlan, duty: LocalDuty, place: number, nation: Nation, rows: Rows): void {
  const found = (what: Kind, explanation: { vi: string; en: string }, others: readonly string[] = []) => {
    const id = conflictId({ kind: what.kind, document: plan.slug, paths: [duty.path] });
    const rank = severities.indexOf(what.severity);
    const at = (severities.length - 1 - rank) * ROOM + NATIONAL_ROOM + place;
    rows.add('conflict', [id, what.kind, what.severity, rank, `document:${plan.slug}`, at, explanation.vi, explanation.en]);
    [`statement:${plan.slug}/${duty.path}`, ...others].forEach((statement, position) => {
      rows.add('conflict_statement', [id, position, statement]);
    });
  };
  const { place: where } = plan;
  const above = duty.leads.find(
    (slug) => slug === NATIONAL_POLICE || (where.level !== 'PROVINCE' && slug === nation.provinceOf(where).police),
  );
  if (above !== undefined)
    found(
      { kind: 'OUT_OF_COMPETENCE', severity: 'HIGH' },
      { vi: `Giao cho ${above} ở cấp trên.`, en: `Gives the lead to ${above}, which stands above.` },
    );
  if (duty.dueOn === null && duty.template.deadline.recurrence === null)
    found({ kind: 'NO_DUE_DATE', severity: 'LOW' }, { vi: `${duty.path} không ghi thời hạn.`, en: `${duty.path} names no deadline.` });
  const higher = duty.template.deadline.dueOn;
  if (duty.parents.length > 0 && duty.dueOn !== null && higher !== null && duty.dueOn > higher)
    found(
      { kind: 'LATER_THAN_PARENT', severity: 'MEDIUM' },
      { vi: `Hạn ${duty.dueOn}, sau hạn ${higher} của cấp trên.`, en: `Due ${duty.dueOn}, after ${higher} of the higher plan.` },
      [`statement:${duty.template.document}/${duty.template.path}`],
    );
}
