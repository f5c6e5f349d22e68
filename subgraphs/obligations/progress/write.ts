import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import type { Decision, EventContent, LoggedEvent, Situation } from '../../../domain/admission/facts';
import { problem, type Problem } from '../../../domain/admission/refusals';
import { checkActor } from '../../../domain/admission/rights';
import { checkKey } from '../../../domain/admission/wellFormed';
import type { CalendarDate } from '../../../domain/calendar';
import type { Context } from '../../../shared/context';
import { ring } from '../live/notice';
import { movedBy, replaceTerms, type Moved } from '../state/projection';
import { foldNowAndThen } from '../stats/counted/folding';
import { append, recordOf, type HashedEvent } from './append';
import { chainHash, digest, toMicroseconds } from './chain';
import { dutyOfEvent, unknownIds, withinOn } from './facts';
import { known, onFile, type DutyFile, type EarlierWrite, type Known } from './file';
import type { ObligationEvent } from './ObligationEvent';

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
  /** What was recorded just now; null: nothing, or it was recorded before. */
  readonly event: ObligationEvent | null;
  readonly obligationId: string | null;
  readonly problems: readonly Problem[];
}

const TRIES = 4;
const AGAIN = new Set(['40001', '40P01']); // serialization failure, deadlock
const BUSY = new Set(['55P03', '57014']); // lock timeout, statement timeout

/**
 * Does a write wholly, or nothing of it. The same write of the same agency under the same key is done once; writes about one duty are
 * done one after the other. At first what is on file is read without waiting for anybody, and what follows from it is recorded only
 * if nothing has changed meanwhile; else, and when a write has to be tried again, it takes its turn before it reads.
 */
export async function write(context: Context, asked: Write): Promise<Outcome> {
  const { idempotencyKey, agencyId } = asked.input;
  const problems = [...checkActor(context.requireCaller(), agencyId, asked.role), ...checkKey(idempotencyKey)];
  if (problems.length > 0) return refused(null, problems);
  const attempt = new Attempt(context, asked);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      const outcome = await (tries === 1 ? attempt.atOnce() : attempt.inTurn());
      if (outcome === null) continue;
      if (outcome.event !== null) {
        ring(context.source);
        foldNowAndThen(context.source);
      }
      return outcome;
    } catch (error) {
      const state = sqlState(error);
      if (BUSY.has(state)) throw busy();
      if (!AGAIN.has(state)) throw error;
      await sleep(10 * tries + Math.random() * 20);
    } finally {
      context.forget();
    }
  }
  throw busy();
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function busy(): GraphQLError {
  return new GraphQLError('too many writes about this duty at once; nothing was recorded, send it again with the same idempotencyKey', {
    extensions: { code: 'BUSY' },
  });
}

function refused(obligationId: string | null, problems: readonly Problem[]): Outcome {
  return { eventId: null, event: null, obligationId, problems };
}

/** Carries what became of a write out of its transaction, which leaves nothing behind. */
class Withdrawn extends Error {
  constructor(readonly outcome: Outcome | null) {
    super('withdrawn');
  }
}

class Attempt {
  private readonly duty: string;

  constructor(
    private readonly context: Context,
    private readonly asked: Write,
  ) {
    const { about } = asked;
    this.duty = 'eventId' in about ? about.eventId.replace(/\/\d+$/, '').replace(/^event:/, 'obligation:') : about.obligationId;
  }

  /** Null: something changed meanwhile. */
  atOnce(): Promise<Outcome | null> {
    return this.run(this.context.source.manager, false);
  }

  /** The same, after waiting for other writes about the duty. */
  inTurn(): Promise<Outcome | null> {
    return this.transaction(async (manager) => {
      await this.takeTurn(manager);
      return this.run(manager, true);
    });
  }

  private async transaction(work: (manager: EntityManager) => Promise<Outcome | null>): Promise<Outcome | null> {
    try {
      return await this.context.source.transaction(async (manager) => {
        const outcome = await work(manager);
        if (outcome?.event === null || outcome === null) throw new Withdrawn(outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof Withdrawn) return error.outcome;
      throw error;
    }
  }

  /** Waits are shorter than the gateway's patience: a client learns that nothing was recorded rather than not knowing. */
  private async takeTurn(manager: EntityManager): Promise<void> {
    await manager.query(
      `SELECT set_config('lock_timeout', '4000', true), set_config('statement_timeout', '7000', true),
         set_config('idle_in_transaction_session_timeout', '15000', true), pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`${this.context.schemas.own} ${this.readable}`],
    );
  }

  private get readable(): string {
    return this.duty.replaceAll('\0', '');
  }

  /** Null: what was on file has changed, nothing is recorded. */
  private async run(manager: EntityManager, inTransaction: boolean): Promise<Outcome | null> {
    const { about, input } = this.asked;
    const file = await known(manager, this.readable, input.agencyId, input.idempotencyKey);
    if (file.earlier !== null) return this.again(file.earlier);
    const { duty } = file;
    if (duty === null || duty.id !== this.duty || ('eventId' in about && !duty.events.some(({ id }) => id === about.eventId)))
      return this.unknown(manager);
    const decision = await this.decide(manager, duty, file.chain?.length ?? 0);
    if ('problems' in decision) return refused(duty.id, decision.problems);
    const event = this.chained(decision.event, duty.id, file);
    const moved = movesOf(duty, event);
    const { terms } = moved;
    if (terms === null || inTransaction) return this.record(manager, event, file, moved);
    return this.transaction((own) => this.record(own, event, file, moved));
  }

  /** What became of the write that used the key. */
  private again({ mutation, bodyHash, eventId, obligationId }: EarlierWrite): Outcome {
    const { input } = this.asked;
    if (mutation === this.asked.mutation && bodyHash === digest(input)) return { eventId, event: null, obligationId, problems: [] };
    const value = input.idempotencyKey;
    return refused(obligationId, [problem('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'], { value, mutation, event: eventId })]);
  }

  /** Why there is no file. */
  private async unknown(manager: EntityManager): Promise<Outcome> {
    const { about } = this.asked;
    if (!('eventId' in about)) return refused(null, [problem('UNKNOWN_OBLIGATION', ['obligationId'], { value: about.obligationId })]);
    const value = about.eventId;
    const duty = value.includes('\0') ? null : await dutyOfEvent(manager, value);
    if (duty === null) return refused(null, [problem('UNKNOWN_EVENT', ['eventId'], { value })]);
    return refused(null, [problem('UNKNOWN_OBLIGATION', ['eventId'], { value: duty })]);
  }

  private async decide(manager: EntityManager, file: DutyFile, version: number): Promise<Decision> {
    const { asked, context } = this;
    const { schemas } = context;
    const duty = onFile(file, asked.input.agencyId, version);
    const within = await withinOn(manager, schemas, duty.leads, asked.input.agencyId, asked.on);
    const unknown = await unknownIds(manager, schemas, asked.names);
    return this.admit({ today: context.clock.today(), duty, within, unknown });
  }

  private admit(situation: Situation): Decision {
    const { about } = this.asked;
    if (!('eventId' in about)) return about.admit(situation);
    const event = situation.duty.events.find(({ id }) => id === about.eventId);
    if (event !== undefined) return about.admit(situation, event);
    return { problems: [problem('WRONG_EVENT_KIND', ['eventId'], { value: about.eventId, kind: 'MONTHLY_REPORT_FILED', wanted: '–' })] };
  }

  private chained(content: EventContent, obligationId: string, { chain }: Known): HashedEvent {
    const { clock } = this.context;
    const number = (chain?.length ?? 0) + 1;
    const id = `event:${obligationId.replace(/^obligation:/, '')}/${String(number)}`;
    const place = { id, obligationId, number, previousHash: chain?.head ?? null };
    const event = { ...content, ...place, recordedAt: toMicroseconds(clock.now()), recordedOn: clock.today() };
    return { ...event, hash: chainHash(event) };
  }

  private async record(manager: EntityManager, event: HashedEvent, file: Known, { states, terms }: Moved): Promise<Outcome | null> {
    if ((await append(manager, this.asked, event, file, states)) !== 'appended') return null;
    if (terms !== null) await replaceTerms(manager, event.obligationId, terms);
    return { eventId: event.id, event: recordOf(event), obligationId: event.obligationId, problems: [] };
  }
}

/** What a new event makes of its duty. */
function movesOf(file: DutyFile, event: HashedEvent): Moved {
  if (event.kind === 'MONTHLY_REPORT_FILED') return { states: null, terms: null };
  const leads = file.terms.filter(({ role }) => role === 'LEAD');
  return movedBy(file, { events: [...file.events, event], leads });
}
