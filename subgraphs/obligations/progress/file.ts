import type { BodyTerm, DutyOnFile, LoggedEvent } from '../../../domain/admission/facts';
import type { LeadTerm } from '../../../domain/progress';
import type { Reader } from '../state/log';
import type { KeptDuty } from '../state/projection';

const logged = `id, number, kind, by_id AS "byId", effective_on AS "effectiveOn", recorded_on AS "recordedOn", status,
  about_id AS "aboutId", new_due_on AS "newDueOn", parts, period`;

const all = (rows: string, order = '') => `(SELECT coalesce(json_agg(r ${order}), '[]') FROM (${rows}) AS r)`;

/** Everything that a write about a duty needs to know of it, and what of it is kept beside its log. */
export interface DutyFile extends KeptDuty, Pick<DutyOnFile, 'demandedFrom' | 'recurrence'> {
  readonly events: readonly LoggedEvent[];
  readonly terms: ReadonlyArray<LeadTerm & { readonly role: string }>;
}

/** The file of a duty whose chain the caller holds, in one SQL statement; null: no such duty. */
export async function fileOf(reader: Reader, id: string): Promise<DutyFile | null> {
  const [file] = (await reader.query(
    `SELECT o.id, o.place, o.demanded_from AS "demandedFrom", o.due_on AS "dueOn", o.trigger_on AS "triggerOn", o.deadline->'recurrence' AS recurrence,
       ${all(`SELECT ${logged} FROM event WHERE obligation_id = o.id`, 'ORDER BY r.number')} AS events,
       ${all(
         `SELECT d.role, r.bearer_id AS "agencyId", r.as_member AS "asMember", r.valid_from AS "from", r.valid_until AS "until", d.position AS first, r.position AS second
          FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
          WHERE d.obligation_id = o.id AND d.role IN ('LEAD', 'VERIFYING', 'ISSUING')`,
         'ORDER BY r.first, r.second',
       )} AS terms,
       ${all('SELECT * FROM duty_state WHERE obligation_id = o.id', 'ORDER BY r.valid_from')} AS "keptStates",
       ${all('SELECT * FROM duty_term WHERE obligation_id = o.id', 'ORDER BY r.valid_from, r.bearer_id')} AS "keptTerms"
     FROM obligation o WHERE o.id = $1`,
    [id],
  )) as DutyFile[];
  return file ?? null;
}

/** What `agencyId` may go by: of the monthly reports its own alone. */
export function onFile({ events, terms, ...duty }: DutyFile, agencyId: string, version: number): DutyOnFile {
  const ofRole = (role: string): LeadTerm[] => terms.filter((term) => term.role === role);
  const bodies = { leads: ofRole('LEAD'), verifying: ofRole('VERIFYING') as BodyTerm[], issuing: ofRole('ISSUING') as BodyTerm[] };
  const read = events.filter(({ kind, byId }) => kind !== 'MONTHLY_REPORT_FILED' || byId === agencyId);
  return { ...duty, ...bodies, version, events: read };
}
