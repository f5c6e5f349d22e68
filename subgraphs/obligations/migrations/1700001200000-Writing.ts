import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every write runs, as functions: a session plans their statements once, not for each write. */
export class Writing1700001200000 implements MigrationInterface {
  name = 'Writing1700001200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(file);
    await runner.query(states);
    await runner.query(append);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_event; DROP FUNCTION tell_states; DROP FUNCTION duty_file');
  }
}

const all = (rows: string, order: string) => `(SELECT coalesce(json_agg(r ORDER BY ${order}), '[]') FROM (${rows}) AS r)`;

/** Everything that a write about a duty needs to know, as it stands at one moment. */
const file = `
  CREATE FUNCTION duty_file(duty text, writer text, write_key text) RETURNS json LANGUAGE plpgsql STABLE AS $$
  BEGIN
    RETURN (SELECT json_build_object(
      'corpus', (SELECT xmin::text FROM corpus_load LIMIT 1),
      'earlier', (SELECT json_build_object('mutation', w.mutation, 'bodyHash', w.body_hash, 'eventId', w.event_id, 'obligationId', e.obligation_id)
        FROM accepted_write w LEFT JOIN event e ON e.id = w.event_id WHERE w.agency_id = writer AND w.key = write_key),
      'chain', (SELECT json_build_object('length', c.length, 'head', c.head) FROM duty_chain c WHERE c.obligation_id = duty),
      'duty', (SELECT json_build_object(
        'id', o.id, 'place', o.place, 'demandedFrom', o.demanded_from, 'dueOn', o.due_on, 'triggerOn', o.trigger_on,
        'recurrence', o.deadline->'recurrence',
        'events', ${all(
          `SELECT id, number, kind, by_id AS "byId", effective_on AS "effectiveOn", recorded_on AS "recordedOn", status, about_id AS "aboutId",
             new_due_on AS "newDueOn", parts, period FROM event WHERE obligation_id = duty`,
          'r.number',
        )},
        'terms', ${all(
          `SELECT d.role, r.bearer_id AS "agencyId", r.as_member AS "asMember", r.valid_from AS "from", r.valid_until AS "until",
             d.position AS first, r.position AS second
           FROM duty_case d JOIN responsibility r ON r.case_id = d.case_id
           WHERE d.obligation_id = duty AND d.role IN ('LEAD', 'VERIFYING', 'ISSUING')`,
          'r.first, r.second',
        )},
        'keptStates', ${all('SELECT * FROM duty_state WHERE obligation_id = duty', 'r.valid_from')},
        'keptTerms', ${all('SELECT * FROM duty_term WHERE obligation_id = duty', 'r.valid_from, r.bearer_id')})
        FROM obligation o WHERE o.id = duty)));
  END $$;
`;

const fields = 'valid_until, reported, verified, completed_on, verified_on, due_on';

/** Makes these the rows of duty_state of some duties; a row that stays as it was is not written. */
const states = `
  CREATE FUNCTION tell_states(duties text[], states jsonb) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    WITH told AS (SELECT * FROM jsonb_populate_recordset(NULL::duty_state, states)),
    gone AS (DELETE FROM duty_state s WHERE s.obligation_id = ANY(duties) AND NOT EXISTS (
      SELECT 1 FROM told n WHERE n.obligation_id = s.obligation_id AND n.valid_from = s.valid_from))
    INSERT INTO duty_state AS s SELECT * FROM told
    ON CONFLICT (obligation_id, valid_from) DO UPDATE SET (${fields}) = ROW (${fields.replaceAll(/\w+/g, 'EXCLUDED.$&')})
    WHERE s IS DISTINCT FROM EXCLUDED;
  END $$;
`;

const columns = `id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, percent, note, evidence, legal_basis,
  about_id, new_due_on, period, items, parts, previous_hash, hash`;

/**
 * Adds an event to the log, with the key of its write and the states that it moves (null: none). Answers 'moved', having written
 * nothing, when the log or the corpus is no longer what the event was decided on, and 'taken' when the key has been used.
 * Locks are taken in one order, turn, duty, key, so that no two writes wait for each other.
 */
const append = `
  CREATE FUNCTION append_event(told json, write_key text, asked text, body text, decided_on text, states jsonb) RETURNS text
  LANGUAGE plpgsql AS $$
  DECLARE
    e event := json_populate_record(NULL::event, told);
    held duty_chain;
  BEGIN
    PERFORM set_config('lock_timeout', '4000', true);
    PERFORM pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || e.obligation_id, 0));
    PERFORM set_config('lock_timeout', '2000', true), set_config('statement_timeout', '7000', true),
      set_config('idle_in_transaction_session_timeout', '15000', true); -- for what may follow in the transaction
    SELECT * INTO held FROM duty_chain c WHERE c.obligation_id = e.obligation_id FOR UPDATE;
    IF coalesce(held.length, 0) <> e.number - 1 OR held.head IS DISTINCT FROM e.previous_hash
      OR (SELECT xmin::text FROM corpus_load LIMIT 1) IS DISTINCT FROM decided_on THEN RETURN 'moved'; END IF;
    INSERT INTO accepted_write (agency_id, key, mutation, body_hash, event_id, recorded_at)
      VALUES (e.by_id, write_key, asked, body, e.id, e.recorded_at) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'taken'; END IF;
    INSERT INTO event (${columns}) VALUES (${columns.replaceAll(/\w+/g, 'e.$&')});
    IF held.obligation_id IS NULL THEN
      INSERT INTO duty_chain (obligation_id, length, head) VALUES (e.obligation_id, e.number, e.hash);
    ELSE
      UPDATE duty_chain c SET length = e.number, head = e.hash WHERE c.obligation_id = e.obligation_id;
    END IF;
    IF states IS NOT NULL THEN PERFORM tell_states(ARRAY[e.obligation_id], states); END IF;
    RETURN 'appended';
  END $$;
`;
