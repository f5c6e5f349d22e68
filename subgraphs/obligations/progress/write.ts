import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import type { Decision, EventContent, LoggedEvent, Situation } from '../../../domain/admission/facts';
import { problem, type Problem } from '../../../domain/admission/refusals';
import { checkActor } from '../../../domain/admission/rights';
import { checkKey } from '../../../domain/admission/wellFormed';
import type { CalendarDate } from '../../../domain/calendar';
import type { Context } from '../../../shared/subgraph';
import { projectDuty } from '../state/projection';
import { foldNowAndThen } from '../stats/counted/folding';
import { chainHash, digest, toMicroseconds } from './chain';
import { dutyOfEvent, unknownIds, withinOn } from './facts';
import { fileOf, onFile, type DutyFile } from './file';

/** A write that asks to be admitted. */
export interface Write {
  readonly mutation: string;
  readonly role: 'REPORTER' | 'VERIFIER';
  readonly input: { readonly idempotencyKey: string; readonly agencyId: string };
  readonly about: AboutDuty | AboutEvent;
  /** The day it holds for. */
  readonly on: CalendarDate;
  /** Ids that it names beside those. */
  readonly names: readonly string[];
}

interface AboutDuty {
  readonly obligationId: string;
  admit(situation: Situation): Decision;
}

interface AboutEvent {
  readonly eventId: string;
  admit(situation: Situation, about: LoggedEvent): Decision;
}

/** What became of a write. */
export interface Outcome {
  readonly eventId: string | null;
  readonly obligationId: string | null;
  readonly problems: readonly Problem[];
}

const TRIES = 4;
const AGAIN = new Set(['40001', '40P01']); // serialization failure, deadlock
const BUSY = new Set(['55P03', '57014']); // lock timeout, statement timeout

/**
 * Does a write in one transaction, or nothing of it. The same write of the same agency under the same key is done once; writes
 * about one duty are done one after the other.
 */
export async function write(context: Context, asked: Write): Promise<Outcome> {
  const { idempotencyKey, agencyId } = asked.input;
  const problems = [...checkActor(context.requireCaller(), agencyId, asked.role), ...checkKey(idempotencyKey)];
  if (problems.length > 0) return { eventId: null, obligationId: null, problems };
  for (let tries = 1; ; tries += 1) {
    try {
      const outcome = await context.source.transaction((manager) => new Transaction(manager, context, asked).run());
      foldNowAndThen(context.source);
      return outcome;
    } catch (error) {
      if (error instanceof Refused) return error.outcome;
      const state = sqlState(error);
      if (AGAIN.has(state) && tries < TRIES) await sleep(10 * tries + Math.random() * 20);
      else if (AGAIN.has(state) || BUSY.has(state)) throw busy();
      else throw error;
    } finally {
      context.forget();
    }
  }
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function busy(): GraphQLError {
  return new GraphQLError('too many writes about this duty at once; nothing was recorded, send it again with the same idempotencyKey', {
    extensions: { code: 'BUSY' },
  });
}

interface Chain {
  readonly length: number;
  readonly head: string | null;
}

/** Carries a refusal out of the transaction, which leaves nothing behind. */
class Refused extends Error {
  constructor(readonly outcome: Outcome) {
    super('refused');
  }
}

/** Locks are taken in one order, turn, key, duty, so that no two writes wait for each other. */
class Transaction {
  private readonly key: string;
  private readonly agencyId: string;

  constructor(
    private readonly manager: EntityManager,
    private readonly context: Context,
    private readonly asked: Write,
  ) {
    this.key = asked.input.idempotencyKey;
    this.agencyId = asked.input.agencyId;
  }

  async run(): Promise<Outcome> {
    const { about } = this.asked;
    const duty = 'eventId' in about ? about.eventId.replace(/\/\d+$/, '').replace(/^event:/, 'obligation:') : about.obligationId;
    await this.takeTurn(duty);
    const now = this.context.clock.now();
    if (!(await this.takeKey(now))) return this.earlier();
    if (duty.includes('\0')) throw await this.unknown();
    const { length, head } = await this.lock(duty);
    const file = await fileOf(this.manager, duty);
    if (file === null || ('eventId' in about && !file.events.some(({ id }) => id === about.eventId))) throw await this.unknown();
    const content = await this.decide(file, length);
    return this.append(content, file, { number: length + 1, previousHash: head });
  }

  /**
   * Waits for other writes about the duty before a first row is written: that gives a transaction its number, and by these numbers
   * live readers are told the events, of each duty in the order of its log. Waits are shorter than the gateway's patience: a client
   * learns that nothing was recorded rather than not knowing.
   */
  private async takeTurn(duty: string): Promise<void> {
    await this.manager.query(
      `SELECT set_config('lock_timeout', '5000', true), set_config('statement_timeout', '7000', true),
         set_config('idle_in_transaction_session_timeout', '15000', true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`${this.context.schemas.own} ${duty.replaceAll('\0', '')}`],
    );
  }

  /** False when the agency has used the key; waits for a twin that is being done. */
  private async takeKey(now: Date): Promise<boolean> {
    const rows: unknown[] = await this.manager.query(
      `INSERT INTO accepted_write (agency_id, key, mutation, body_hash, recorded_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [this.agencyId, this.key, this.asked.mutation, digest(this.asked.input), now],
    );
    return rows.length > 0;
  }

  /** What became of the write that used the key. */
  private async earlier(): Promise<Outcome> {
    const rows: Array<{ mutation: string; body_hash: string; event_id: string; obligation_id: string | null }> = await this.manager.query(
      `SELECT w.mutation, w.body_hash, w.event_id, e.obligation_id FROM accepted_write w LEFT JOIN event e ON e.id = w.event_id
       WHERE w.agency_id = $1 AND w.key = $2`,
      [this.agencyId, this.key],
    );
    const [first] = rows;
    if (first === undefined) throw new Error(`the key ${this.key} of ${this.agencyId} is taken by a write without event`);
    const { mutation, event_id: eventId, obligation_id: obligationId } = first;
    if (mutation === this.asked.mutation && first.body_hash === digest(this.asked.input)) return { eventId, obligationId, problems: [] };
    throw this.refused(obligationId, [
      problem('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'], { value: this.key, mutation, event: eventId }),
    ]);
  }

  /** Why there is no file. */
  private async unknown(): Promise<Refused> {
    const { about } = this.asked;
    if (!('eventId' in about)) return this.refused(null, [problem('UNKNOWN_OBLIGATION', ['obligationId'], { value: about.obligationId })]);
    const value = about.eventId;
    const duty = value.includes('\0') ? null : await dutyOfEvent(this.manager, value);
    if (duty === null) return this.refused(null, [problem('UNKNOWN_EVENT', ['eventId'], { value })]);
    return this.refused(null, [problem('UNKNOWN_OBLIGATION', ['eventId'], { value: duty })]);
  }

  private async lock(obligationId: string): Promise<Chain> {
    const held = (): Promise<Chain[]> =>
      this.manager.query<Chain[]>('SELECT length, head FROM duty_chain WHERE obligation_id = $1 FOR UPDATE', [obligationId]);
    const [known] = await held();
    if (known !== undefined) return known;
    await this.manager.query('INSERT INTO duty_chain (obligation_id, length) VALUES ($1, 0) ON CONFLICT DO NOTHING', [obligationId]);
    const [begun] = await held();
    if (begun === undefined) throw new Error(`the chain of ${obligationId} has vanished`);
    return begun;
  }

  private async decide(file: DutyFile, version: number): Promise<EventContent> {
    const { asked, manager, agencyId, context } = this;
    const { schemas } = context;
    const duty = onFile(file, agencyId, version);
    const within = await withinOn(manager, schemas, duty.leads, agencyId, asked.on);
    const unknown = await unknownIds(manager, schemas, asked.names);
    const decision = this.admit({ today: context.clock.today(), duty, within, unknown });
    if ('problems' in decision) throw this.refused(file.id, decision.problems);
    return decision.event;
  }

  private admit(situation: Situation): Decision {
    const { about } = this.asked;
    if (!('eventId' in about)) return about.admit(situation);
    const event = situation.duty.events.find(({ id }) => id === about.eventId);
    if (event !== undefined) return about.admit(situation, event);
    return { problems: [problem('WRONG_EVENT_KIND', ['eventId'], { value: about.eventId, kind: 'MONTHLY_REPORT_FILED', wanted: '–' })] };
  }

  private async append(content: EventContent, file: DutyFile, place: { number: number; previousHash: string | null }): Promise<Outcome> {
    const { manager, context } = this;
    const obligationId = file.id;
    const id = `event:${obligationId.replace(/^obligation:/, '')}/${String(place.number)}`;
    const recordedAt = toMicroseconds(context.clock.now());
    const event = { ...content, ...place, id, obligationId, recordedAt, recordedOn: context.clock.today() };
    const hash = chainHash(event);
    if (event.kind !== 'MONTHLY_REPORT_FILED') {
      const leads = file.terms.filter(({ role }) => role === 'LEAD');
      await projectDuty(manager, file, { events: [...file.events, event], leads });
    }
    await manager.query(
      `WITH logged AS (
         INSERT INTO event (id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, percent, note, evidence,
           legal_basis, about_id, new_due_on, period, items, parts, previous_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)),
       chained AS (UPDATE duty_chain SET length = $3, head = $20 WHERE obligation_id = $2),
       accepted AS (UPDATE accepted_write SET event_id = $1 WHERE agency_id = $21 AND key = $22)
       SELECT pg_notify($23, $1)`,
      [
        ...[id, obligationId, event.number, event.kind, event.byId, event.effectiveOn, recordedAt, event.recordedOn],
        ...[event.status, event.percent, event.note, JSON.stringify(event.evidence), json(event.legalBasis), event.aboutId],
        ...[event.newDueOn, event.period, json(event.items), event.parts, event.previousHash, hash],
        ...[this.agencyId, this.key, `${context.schemas.own}_event`],
      ],
    );
    return { eventId: id, obligationId, problems: [] };
  }

  private refused(obligationId: string | null, problems: readonly Problem[]): Refused {
    return new Refused({ eventId: null, obligationId, problems });
  }
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
