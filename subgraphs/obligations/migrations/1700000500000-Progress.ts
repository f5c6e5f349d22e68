import type { MigrationInterface, QueryRunner } from 'typeorm';

const entities = `
  SELECT id, 'Obligation' AS type, title AS label_vi, coalesce(title_en, title) AS label_en, terms FROM obligation
  UNION ALL
  SELECT id, 'Statement', title, coalesce(title_en, title), terms FROM statement
  UNION ALL
  SELECT id, 'Conflict', explanation, explanation_en, NULL FROM conflict`;

const levels = `ARRAY['NON_STATE', 'COMMUNE', 'DISTRICT', 'PROVINCE', 'CENTRAL']`;

export class Progress1700000500000 implements MigrationInterface {
  name = 'Progress1700000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(log);
    await runner.query(projection);
    await runner.query(views);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE VIEW pub_entity AS ${entities};
      DROP VIEW pub_connection_done;
      CREATE VIEW pub_connection_done AS SELECT NULL::text AS connection_id, NULL::date AS done_on WHERE false;
      DROP VIEW pub_connection_progress, pub_extension;
      DROP TABLE duty_state, accepted_write, duty_chain, event;
      DROP FUNCTION refuse_rewriting;
    `);
  }
}

/** The log, which the database itself keeps append-only. */
const log = `
  CREATE TABLE event (
    id text PRIMARY KEY,
    obligation_id text NOT NULL,
    number int NOT NULL,
    kind text NOT NULL,
    by_id text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_on date NOT NULL,
    status text,
    percent int,
    note text,
    evidence jsonb NOT NULL DEFAULT '[]',
    legal_basis jsonb,
    about_id text,
    new_due_on date,
    period text,
    items jsonb,
    parts text[] NOT NULL,
    previous_hash text,
    hash text NOT NULL,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT event_number UNIQUE (obligation_id, number)
  );
  CREATE INDEX event_day ON event (obligation_id, effective_on DESC, number DESC);
  CREATE INDEX event_order ON event (transaction, position);
  CREATE INDEX event_period ON event (kind, period) WHERE period IS NOT NULL;
  CREATE INDEX event_about ON event (about_id);

  CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the log of events is append-only: % is refused; a correction is a new event', TG_OP USING ERRCODE = 'KN001';
    END $$;
  CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
  ALTER TABLE event ENABLE ALWAYS TRIGGER event_append_only;

  CREATE TABLE duty_chain (
    obligation_id text PRIMARY KEY,
    length int NOT NULL,
    head text
  );
  CREATE TABLE accepted_write (
    agency_id text,
    key text,
    mutation text,
    body_hash text,
    event_id text,
    recorded_at timestamptz,
    PRIMARY KEY (agency_id, key)
  );
`;

/** Where each duty stood, by day, as the log is known now. */
const projection = `
  CREATE TABLE duty_state (
    obligation_id text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL DEFAULT 'infinity',
    reported text NOT NULL,
    verified text NOT NULL,
    completed_on date,
    verified_on date,
    due_on date,
    PRIMARY KEY (obligation_id, valid_from)
  );
  CREATE INDEX duty_state_until ON duty_state (valid_until);
`;

/** A connection is as far as the furthest of the duties of the highest level that demand it; rank: place in the list of ConnectionStatus. */
const views = `
  CREATE VIEW pub_connection_progress AS
    SELECT c.connection_id, s.valid_from, s.valid_until,
      CASE WHEN s.verified = 'COMPLETED' THEN 4 WHEN s.reported = 'COMPLETED' THEN 3 WHEN s.reported = 'IN_PROGRESS' THEN 2
        WHEN s.reported = 'SUSPENDED' THEN 1 ELSE 0 END AS rank,
      s.verified_on
    FROM obligation_connection c
    JOIN obligation o ON o.id = c.obligation_id AND o.kind = 'CONNECTION'
    JOIN duty_state s ON s.obligation_id = o.id
    WHERE NOT c.implied AND NOT EXISTS (
      SELECT 1 FROM obligation_connection d JOIN obligation h ON h.id = d.obligation_id AND h.kind = 'CONNECTION'
      WHERE d.connection_id = c.connection_id AND NOT d.implied
        AND array_position(${levels}, h.level) > array_position(${levels}, o.level));

  CREATE VIEW pub_extension AS SELECT obligation_id, valid_from, valid_until, due_on FROM duty_state WHERE due_on IS NOT NULL;

  CREATE OR REPLACE VIEW pub_connection_done AS
    SELECT connection_id, verified_on AS done_on, valid_from, valid_until FROM pub_connection_progress WHERE rank = 4;

  CREATE OR REPLACE VIEW pub_entity AS ${entities}
    UNION ALL
    SELECT id, 'ObligationEvent', coalesce(note, kind), coalesce(note, kind), NULL FROM event;
`;
