import type { CalendarDate } from '../domain/calendar';
import type { Desk, Manner, Step } from './agencies/Desk';
import type { GraphUnderTest } from './graph/GraphUnderTest';
import type { Answered, Line } from './graph/Line';
import { Mismatch, type Place } from './Mismatch';
import type { Act, MutationName, Verdict } from './oracle/acts';
import type { EventKind, LoggedEvent } from './oracle/log';
import type { Oracle } from './oracle/Oracle';
import type { Tally } from './Tally';

interface Payload {
  readonly event: {
    readonly id: string;
    readonly number: number;
    readonly kind: EventKind;
    readonly effectiveOn: string;
    readonly by: { readonly id: string };
  } | null;
  readonly obligation: Readonly<Record<string, unknown>> | null;
  readonly userErrors: ReadonlyArray<{ readonly code: string; readonly message: string; readonly path: readonly string[] | null }>;
}

/** How far a duty is in a run: acts made, keys given out. */
export interface Steps {
  made: number;
  keys: number;
}

const inputTypes: Readonly<Record<MutationName, string>> = {
  reportProgress: 'ReportProgressInput',
  verifyReport: 'VerifyReportInput',
  requestExtension: 'RequestExtensionInput',
  decideExtension: 'DecideExtensionInput',
  fileMonthlyReport: 'FileMonthlyReportInput',
};

const queryOf = (mutation: MutationName): string => `mutation Act($input: ${inputTypes[mutation]}!) {
  answer: ${mutation}(input: $input) {
    event { id number kind effectiveOn by { id } }
    obligation { id version reportedStatus verifiedStatus completedOn dueOn standing daysLate }
    userErrors { code message path }
  }
}`;

/** Where agencies hand in what they do: it goes to the graph, and the answer is held against what the oracle says. */
export class Counter {
  constructor(
    private readonly oracle: Oracle,
    private readonly line: Line,
    private readonly graph: GraphUnderTest,
    private readonly tally: Tally,
    /** Called before each request. */
    private readonly onSend: () => void,
  ) {}

  /** The desk for one duty on one day. `steps` counts its acts over the whole run. */
  desk(today: CalendarDate, dutyId: string, steps: Steps, seed: number, later: (on: CalendarDate, step: Step) => void): Desk {
    const { oracle } = this;
    const place = (): Place => ({ day: today, dutyId, step: ++steps.made });
    return {
      today,
      dutyId,
      oracle,
      newKey: () => `${String(seed)}:${dutyId}:${String(++steps.keys)}`,
      send: (act, manner = 'PLAIN') => this.send(act, manner, today, place()),
      race: (one, other) => this.race(one, other, today, place()),
      later,
    };
  }

  private async send(act: Act, manner: Manner, today: CalendarDate, place: Place): Promise<LoggedEvent | null> {
    const verdict = this.oracle.judge(act, today);
    if (manner === 'TWINS') {
      const twins = await Promise.all([this.ask(act), this.ask(act)]);
      return this.settleTwins(act, verdict, twins, today, place);
    }
    const event = this.settle(act, verdict, await this.ask(act, manner === 'LOST'), today, place);
    if (manner === 'AGAIN') this.settle(act, this.oracle.judge(act, today), await this.ask(act), today, place);
    return event;
  }

  /** Either may come first; the other is judged as the second, or as the first where it is refused in any case. */
  private async race(one: Act, other: Act, today: CalendarDate, place: Place): Promise<LoggedEvent | null> {
    const [first, second] = await Promise.all([this.ask(one), this.ask(other)]);
    const [won, wonWith, lost, lostWith] = payloadOf(first)?.event ? [one, first, other, second] : [other, second, one, first];
    const asFirst = this.oracle.judge(lost, today);
    const event = this.settle(won, this.oracle.judge(won, today), wonWith, today, place);
    const wasFirst = asFirst.kind === 'REFUSED' && sameJson(summaryOf(lostWith, payloadOf(lostWith)), { refused: asFirst.codes });
    this.settle(lost, wasFirst ? asFirst : this.oracle.judge(lost, today), lostWith, today, place);
    return event;
  }

  /** Two with one key: the same event twice, or the same refusal twice. */
  private settleTwins(act: Act, verdict: Verdict, twins: readonly Answered[], today: CalendarDate, place: Place): LoggedEvent | null {
    const [first, second] = twins as readonly [Answered, Answered];
    const event = this.settle(act, verdict, first, today, place);
    this.settle(act, this.oracle.judge(act, today), second, today, place);
    return event;
  }

  private settle(act: Act, verdict: Verdict, answer: Answered, today: CalendarDate, place: Place): LoggedEvent | null {
    const payload = payloadOf(answer);
    const seen = summaryOf(answer, payload);
    const told = { mutation: act.mutation, token: act.token, input: act.input };
    const refuse = (expected: unknown): never => {
      throw new Mismatch(place, `the answer to ${JSON.stringify(told)}`, expected, seen);
    };
    this.tally.compared++;
    if (verdict.kind === 'UNAUTHENTICATED') {
      if (!sameJson(seen, { errors: ['UNAUTHENTICATED'] })) refuse('UNAUTHENTICATED');
      this.tally.refused(['UNAUTHENTICATED']);
      return null;
    }
    if (verdict.kind === 'REFUSED') {
      if (!sameJson(seen, { refused: verdict.codes })) refuse({ refused: verdict.codes });
      this.tally.refused(verdict.codes);
      return null;
    }
    const { event, obligation } = payload ?? { event: null, obligation: null };
    if (event === null) return refuse(verdict);
    if (verdict.kind === 'REPEATED') {
      if (event.id !== verdict.eventId) refuse(verdict);
      this.tally.repeated++;
      return this.oracle.events(act.dutyId).find((known) => known.id === event.id) ?? null;
    }
    const logged = this.oracle.acknowledge(act, event, today);
    const length = this.oracle.events(act.dutyId).length;
    const expected = { number: length, kind: logged.kind, effectiveOn: logged.effectiveOn, by: logged.by };
    const got = { number: event.number, kind: event.kind, effectiveOn: event.effectiveOn, by: event.by.id };
    if (!sameJson(expected, got)) throw new Mismatch(place, `the event of ${JSON.stringify(told)}`, expected, got);
    this.compareDuty(act.dutyId, obligation, today, place, JSON.stringify(told));
    this.tally.took(logged.kind);
    return logged;
  }

  /** The duty as the answer tells it, right after the event. */
  private compareDuty(dutyId: string, seen: Payload['obligation'], today: CalendarDate, place: Place, after: string): void {
    const { reported, verified, completedOn, dueOn, standing, daysLate } = this.oracle.picture(dutyId, today);
    const version = this.oracle.events(dutyId).length;
    const expected = { id: dutyId, version, reportedStatus: reported, verifiedStatus: verified, completedOn, dueOn, standing, daysLate };
    if (!sameJson(expected, seen)) throw new Mismatch(place, `the duty after ${after}`, expected, seen);
    this.tally.compared += 7;
  }

  private async ask(act: Act, loseFirst = false): Promise<Answered> {
    this.onSend();
    const token = act.token === null ? null : await this.graph.tokenFor(act.token.agencyId, act.token.role);
    return this.line.ask({ query: queryOf(act.mutation), variables: { input: act.input } }, token, loseFirst);
  }
}

function payloadOf({ data }: Answered): Payload | null {
  return (data?.answer as Payload | null | undefined) ?? null;
}

function summaryOf({ errors }: Answered, payload: Payload | null): unknown {
  if (errors !== undefined) return { errors: errors.map((error) => error.extensions?.code ?? error.message) };
  if (payload === null) return null;
  const { event, userErrors } = payload;
  return event === null ? { refused: [...new Set(userErrors.map(({ code }) => code))].sort() } : { event, userErrors };
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
