import { addDays, daysBetween, type CalendarDate } from '../domain/calendar';
import { Agenda } from './Agenda';
import { Comparison } from './checks/Comparison';
import { compareMonth, compareScorecards, compareStats } from './checks/counts';
import { compareConnections, compareDuties, compareFilters, compareParts, compareRoles } from './checks/duties';
import { compareHistories } from './checks/history';
import { Counter, type Steps } from './Counter';
import { Faults } from './Faults';
import type { GraphUnderTest } from './graph/GraphUnderTest';
import { Line } from './graph/Line';
import { readWorld } from './graph/readWorld';
import { inParallel } from './inParallel';
import { Mismatch } from './Mismatch';
import { Oracle } from './oracle/Oracle';
import { picturesOn } from './oracle/totals';
import type { World } from './oracle/World';
import { checkNames, fillAgenda, type Plan } from './Plan';
import { Random } from './Random';
import { Tally } from './Tally';

export interface Outcome {
  readonly tally: Tally;
  /** Null: graph and oracle agreed to the end. */
  readonly mismatch: Mismatch | null;
  readonly sent: number;
  readonly retries: number;
  readonly lost: number;
  /** Who acted. */
  readonly bodies: number;
  /** Who bears a duty at some time of the run. */
  readonly bearersOf: (dutyId: string) => readonly string[];
  readonly seconds: number;
  /** What `audit:verify` printed; null: it did not come to that. */
  readonly audit: string | null;
}

export interface Watching {
  /** A day is over. */
  onDay?(day: CalendarDate, done: number, tally: Tally): void;
  onNews?(text: string): void;
  readonly signal?: AbortSignal;
}

/** How far ahead a day may lie that is asked about. */
const AHEAD = 60;

/** Lets the agencies live through the plan on a graph, and holds the graph against the oracle. */
export class Simulation {
  private readonly tally = new Tally();
  private readonly steps = new Map<string, Steps>();

  private constructor(
    private readonly plan: Plan,
    private readonly graph: GraphUnderTest,
    private readonly line: Line,
    private readonly oracle: Oracle,
    private readonly watching: Watching,
  ) {}

  /** @param oracleOf makes the oracle; a test gives a wrong one to see that it is found out */
  static async run(
    plan: Plan,
    graph: GraphUnderTest,
    watching: Watching = {},
    oracleOf: (world: World) => Oracle = (world) => new Oracle(world),
  ): Promise<Outcome> {
    const began = performance.now();
    graph.setDay(plan.from);
    const line = await Line.to(graph.url);
    try {
      const world = await readWorld(line, addDays(plan.until, AHEAD));
      watching.onNews?.(`read ${String(world.duties.size)} duties and their bearers on ${String(world.epochs.length)} days of change`);
      checkNames(plan, world);
      const simulation = new Simulation(plan, graph, line, oracleOf(world), watching);
      return await simulation.live(began);
    } finally {
      await line.close();
    }
  }

  private async live(began: number): Promise<Outcome> {
    const { plan, line, tally, oracle } = this;
    let mismatch: Mismatch | null = null;
    let audit: string | null = null;
    try {
      await this.allDays();
      this.watching.onNews?.('paging through every history');
      await compareHistories(line, oracle, new Comparison(plan.until, tally));
      audit = await this.graph.audit();
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      mismatch = error;
    }
    const { world } = oracle;
    const bodies = new Set([...world.duties.keys()].flatMap((id) => oracle.events(id).map((event) => event.by))).size;
    const bearersOf = (dutyId: string) => [
      ...new Set(world.epochs.flatMap((epoch) => (epoch.leads.get(dutyId) ?? []).map((lead) => lead.agencyId))),
    ];
    const seconds = (performance.now() - began) / 1000;
    return { tally, mismatch, sent: line.sent, retries: line.retries, lost: line.lost, bodies, bearersOf, seconds, audit };
  }

  private async allDays(): Promise<void> {
    const { plan, tally, watching, oracle } = this;
    const agenda = new Agenda(plan.until);
    fillAgenda(agenda, oracle.world, plan);
    const faults = new Faults(plan, this.graph, this.line, tally, watching);
    const counter = new Counter(oracle, this.line, this.graph, tally, () => {
      faults.onRequest();
    });
    const samples = sampledDays(plan);
    for (let today = plan.from; today <= plan.until; today = addDays(today, 1)) {
      watching.signal?.throwIfAborted();
      const duties = agenda.dutiesOn(today);
      if (duties.length > 0 || samples.has(today)) this.graph.setDay(today);
      const struck = faults.begin(today, duties.length);
      await inParallel(duties, plan.width, (dutyId) => this.workOn(dutyId, today, agenda, counter));
      await faults.settled();
      if (samples.has(today)) await this.compare(today);
      else if (struck) await compareDuties(this.line, oracle, { asOf: today, knownOn: null }, new Comparison(today, tally));
      watching.onDay?.(today, daysBetween(plan.from, today) + 1, tally);
    }
  }

  private async workOn(dutyId: string, today: CalendarDate, agenda: Agenda, counter: Counter): Promise<void> {
    const steps = this.steps.get(dutyId) ?? { made: 0, keys: 0 };
    this.steps.set(dutyId, steps);
    const desk = counter.desk(today, dutyId, steps, this.plan.seed, (on, step) => {
      agenda.add(on < today ? today : on, dutyId, step);
    });
    for (let step = agenda.next(today, dutyId); step !== undefined; step = agenda.next(today, dutyId)) await step(desk);
  }

  /** Everything, on that day; duties also on a past day, on a day to come, and as it was known on a past day. */
  private async compare(today: CalendarDate): Promise<void> {
    const { plan, line, oracle, tally } = this;
    const comparison = new Comparison(today, tally);
    const random = new Random(plan.seed, 'sample', today);
    const past = random.day(plan.from, today);
    const known = random.day(past, today);
    await compareDuties(line, oracle, { asOf: today, knownOn: null }, comparison);
    await compareDuties(line, oracle, { asOf: past, knownOn: null }, comparison);
    await compareDuties(line, oracle, { asOf: past, knownOn: known }, comparison);
    await compareDuties(line, oracle, { asOf: addDays(today, random.between(1, AHEAD)), knownOn: known }, comparison);
    await compareRoles(line, oracle, today, comparison);
    const ids = [...oracle.world.duties.keys()];
    for (const asOf of new Set([today, past])) {
      const pictures = picturesOn(oracle, asOf);
      await compareFilters(line, asOf, pictures, comparison);
      await compareConnections(line, oracle, asOf, pictures, comparison);
      await compareStats(line, oracle, asOf, pictures, comparison);
      await compareScorecards(line, oracle, asOf, pictures, comparison);
      await compareParts(
        line,
        oracle,
        Array.from({ length: 20 }, () => random.pick(ids)),
        asOf,
        comparison,
      );
      await compareMonth(line, oracle, asOf.slice(0, 7), today, comparison);
      await compareMonth(line, oracle, addDays(asOf, -20).slice(0, 7), asOf, comparison);
    }
    tally.comparisons++;
  }
}

function sampledDays({ from, until, samples }: Plan): ReadonlySet<CalendarDate> {
  const length = daysBetween(from, until);
  return new Set(Array.from({ length: samples }, (_, index) => addDays(from, Math.round(((index + 1) * length) / samples))));
}
