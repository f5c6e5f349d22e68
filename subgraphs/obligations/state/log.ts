import type { LeadTerm, ProgressEvent } from '../../../domain/progress';

/** Where SQL runs: a store, or a transaction in it. */
export interface Reader {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** What decides where a duty stands: its log, and who leads it over time. */
export interface DutyLog {
  readonly events: readonly ProgressEvent[];
  readonly leads: readonly LeadTerm[];
}

/** The logs of duties, in the order of `ids`; two SQL statements. */
export async function dutyLogs(reader: Reader, ids: readonly string[]): Promise<DutyLog[]> {
  const events = (await reader.query(
    `SELECT obligation_id AS owner, id, number, kind, effective_on AS "effectiveOn", recorded_on AS "recordedOn", status,
       about_id AS "aboutId", new_due_on AS "newDueOn", parts
     FROM event WHERE obligation_id = ANY($1)`,
    [ids],
  )) as Array<ProgressEvent & { owner: string }>;
  const leads = (await reader.query(
    `SELECT DISTINCT d.obligation_id AS owner, r.bearer_id AS "agencyId", r.as_member AS "asMember", r.valid_from AS "from", r.valid_until AS "until"
     FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id WHERE d.role = 'LEAD' AND d.obligation_id = ANY($1)`,
    [ids],
  )) as Array<LeadTerm & { owner: string }>;
  const eventsOf = byOwner(events);
  const leadsOf = byOwner(leads);
  return ids.map((id) => ({ events: eventsOf.get(id) ?? [], leads: leadsOf.get(id) ?? [] }));
}

function byOwner<Row extends { owner: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.owner);
    if (own === undefined) found.set(row.owner, [row]);
    else own.push(row);
  }
  return found;
}
