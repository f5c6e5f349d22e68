/** Columns of the tables that the plans fill, in the order of their rows. */
export const planTables = {
  obligation: 'id, document_id, demanded_from, level, kind, title, title_en, deadline, due_on, trigger_on, awaits_trigger, place, terms',
  statement:
    'id, document_id, obligation_id, path, place, label, label_en, lines, source, kind, title, title_en, joint_lead, deadline, due_on, online_level, confidence, note, note_en, terms',
  statement_agency: 'statement_id, role, position, agency_id',
  statement_connection: 'statement_id, implied, position, connection_id',
  obligation_agency: 'obligation_id, role, position, agency_id',
  obligation_connection: 'obligation_id, implied, position, connection_id, end_a, end_b',
  obligation_parent: 'obligation_id, parent_id',
  reading_lead: 'obligation_id, reading, agency_id',
  duty_case: 'obligation_id, role, position, case_id',
  conflict: 'id, kind, severity, severity_rank, document_id, place, explanation, explanation_en',
  conflict_statement: 'conflict_id, position, statement_id',
  event:
    'id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, percent, note, evidence, legal_basis, about_id, new_due_on, period, items, parts, previous_hash, hash, position',
  duty_chain: 'obligation_id, length, head',
  accepted_write: 'agency_id, key, mutation, body_hash, event_id, recorded_at',
  duty_state: 'obligation_id, valid_from, valid_until, reported, verified, completed_on, verified_on, due_on',
  duty_term: 'obligation_id, bearer_id, is_first, valid_from, valid_until, due_on, completed_on, place',
} as const;

export type PlanTable = keyof typeof planTables;

/** Where rows go; null is SQL's, an array PostgreSQL's, a plain object jsonb. */
export interface Rows {
  add(table: PlanTable, row: readonly unknown[]): void;
}
