import { hash } from 'node:crypto';
import { citationLabel, documentLabel } from '../../domain/citation';
import { day, type CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import { progressIntervals, type LeadTerm } from '../../domain/progress';
import { readingPolicies } from '../../domain/reading';
import type { PlacedStatement } from '../../ingest/corpus';
import { connectionsOf } from '../../ingest/duties';
import { stateRows, termRows } from '../../subgraphs/obligations/state/projection';
import { dayOf, numberOf } from './calendar';
import { Chance } from './Chance';
import { conflictRows } from './conflicts';
import { logOf, type LoggedEvent } from './log';
import { NATIONAL_POLICE, type Nation } from './Nation';
import { EventPace, isAfterReform, type LocalPlan } from './plans';
import { plan as planRecord } from './records';
import { MARK } from './size';
import type { PlanTable, Rows } from './tables';

const beginnings = [
  '',
  'Tiếp tục thực hiện: ',
  'Phối hợp thực hiện: ',
  'Đẩy nhanh: ',
  'Rà soát và thực hiện: ',
  'Theo chỉ đạo của cấp trên: ',
];

/** A duty of a local plan, before it is written down. */
export interface LocalDuty {
  readonly path: string;
  readonly template: PlacedStatement;
  readonly title: string;
  readonly titleEn: string | null;
  readonly leads: readonly string[];
  readonly coordinating: readonly string[];
  readonly dueOn: CalendarDate | null;
  readonly parents: readonly string[];
}

/** Writes down a local plan: its provisions, who bears them, and what became of them. */
export class PlanWriter {
  private readonly pace: EventPace;
  private readonly terms = new Map<string, string>();
  private readonly inOffice = new Map<string, readonly LeadTerm[]>();

  constructor(
    private readonly nation: Nation,
    private readonly rows: Rows,
  ) {
    const { obligations, events } = nation.size;
    this.pace = new EventPace(obligations - nation.national, events);
  }

  write(plan: LocalPlan): void {
    const { nation } = this;
    const chance = new Chance(nation.size.seed, plan.slug);
    const label = documentLabel(recordOf(nation, plan));
    let position = plan.firstEvent;
    for (const [index, template] of chosen(nation.templates, plan.duties, chance).entries()) {
      const round = Math.floor(index / nation.templates.length);
      const duty = this.derived(plan, template, round, chance);
      const place = plan.firstPlace + index;
      this.writeDuty(plan, duty, place, label);
      position = this.writeLog(plan, duty, place, position, chance);
    }
  }

  /** How the local plan tells a provision of the national one: who leads, and by when. */
  private derived(plan: LocalPlan, template: PlacedStatement, round: number, chance: Chance): LocalDuty {
    const beginning = chance.percent(40) ? '' : chance.pick(beginnings);
    const leads = this.leadsOf(plan, chance);
    const others = [plan.place.committee, plan.place.police].filter((body) => !leads.includes(body));
    const own = this.nation.dutyAt.get(template.path);
    const dueOn = dueFor(plan, template, chance);
    // What is ordered anew after the reform carries out only what the national plan left undated.
    const parents = own === undefined || (isAfterReform(plan) && template.deadline.dueOn !== null) ? [] : [own];
    if (parents.length > 0 && chance.percent(3)) {
      const merged = this.nation.dutyAt.get(chance.pick(this.nation.templates).path);
      if (merged !== undefined && merged !== own) parents.push(merged);
    }
    return {
      path: round === 0 ? template.path : `${template.path}.v${String(round + 1)}`,
      template,
      title: beginning + template.title,
      titleEn: template.titleEn,
      leads,
      coordinating: chance.percent(40) ? others.slice(0, 1) : [],
      dueOn,
      parents,
    };
  }

  private leadsOf({ place }: LocalPlan, chance: Chance): string[] {
    const province = this.nation.provinceOf(place);
    const drawn = chance.between(0, 99);
    const lead = drawn < 60 ? place.committee : drawn < 88 || province === place ? place.police : province.police;
    return chance.percent(2) ? [NATIONAL_POLICE, lead] : [lead];
  }

  private writeDuty(plan: LocalPlan, duty: LocalDuty, place: number, label: { vi: string; en: string }): void {
    const { rows } = this;
    const { template, title, titleEn, leads, coordinating, dueOn } = duty;
    const key = `${plan.slug}/${duty.path}`;
    const [id, statement, document] = [`obligation:${key}`, `statement:${key}`, `document:${plan.slug}`];
    const deadline = deadlineJson(template, dueOn);
    const terms = this.termsOf(title, titleEn);
    const { level } = plan.place;
    rows.add('obligation', [id, document, plan.issuedOn, level, template.kind, title, titleEn, deadline, dueOn, null, false, place, terms]);
    const cited = citationLabel(duty.path, label);
    rows.add('statement', [
      ...[statement, document, id, duty.path, place + this.nation.base.statements.length, cited.vi, cited.en, null, MARK, template.kind],
      ...[title, titleEn, leads.length > 1, deadline, dueOn, template.onlineLevel, 'UNVERIFIED', null, null, terms],
    ]);
    const named = [
      ...leads.map((slug, at) => ['LEAD', at, slug] as const),
      ...coordinating.map((slug, at) => ['COORDINATING', at, slug] as const),
    ];
    for (const [role, at, slug] of named) {
      rows.add('statement_agency', [statement, role, at, `agency:${slug}`]);
      rows.add('obligation_agency', [id, role, at, `agency:${slug}`]);
    }
    for (const implied of [false, true])
      connectionsOf(template, implied ? 'impliedPairs' : 'pairs').forEach((slug, at) => {
        const [a = '', b = ''] = slug.split('~');
        rows.add('statement_connection', [statement, implied, at, `connection:${slug}`]);
        rows.add('obligation_connection', [id, implied, at, `connection:${slug}`, `database:${a}`, `database:${b}`]);
      });
    for (const parent of duty.parents) rows.add('obligation_parent', [id, `obligation:${parent}`]);
    for (const reading of readingPolicies) for (const slug of leads) rows.add('reading_lead', [id, reading, `agency:${slug}`]);
    const cases: Array<readonly [string, string]> = [...named.map(([role, , slug]) => [role, slug] as const)];
    cases.push(['VERIFYING', verifierOf(this.nation, plan)], ['ISSUING', plan.place.committee]);
    cases.forEach(([role, slug], at) => {
      rows.add('duty_case', [id, role, at, slug]);
    });
    conflictRows(plan, duty, place, this.nation, rows);
  }

  private writeLog(plan: LocalPlan, duty: LocalDuty, place: number, position: number, chance: Chance): number {
    const { rows, nation } = this;
    const id = `obligation:${plan.slug}/${duty.path}`;
    const leads = duty.leads.flatMap((slug) => this.leadTerms(slug));
    const verifiers = this.leadTerms(verifierOf(nation, plan));
    const facts = { id, documentId: `document:${plan.slug}`, issuedOn: plan.issuedOn, dueOn: duty.dueOn, leads, verifiers };
    const events = logOf(facts, this.pace.of(place - nation.national), chance);
    events.forEach((event, index) => {
      this.writeEvent(event, position + index + 1);
    });
    const head = events.at(-1);
    if (head !== undefined) rows.add('duty_chain', [id, head.number, head.hash]);
    const progress = progressIntervals(events, leads);
    const put = (table: PlanTable, row: object) => {
      rows.add(table, Object.values(row));
    };
    for (const row of stateRows(id, progress)) put('duty_state', row);
    for (const row of termRows({ id, place, dueOn: duty.dueOn, triggerOn: null }, progress, leads)) put('duty_term', row);
    return position + events.length;
  }

  private writeEvent(event: LoggedEvent, position: number): void {
    const { id, obligationId, number, kind, byId, effectiveOn, recordedAt, recordedOn, status, percent, note, legalBasis } = event;
    this.rows.add('event', [
      ...[id, obligationId, number, kind, byId, effectiveOn, recordedAt, recordedOn, status, percent, note],
      ...[JSON.stringify(event.evidence), legalBasis === null ? null : JSON.stringify(legalBasis), event.aboutId, event.newDueOn],
      ...[event.period, event.items, event.parts, event.previousHash, event.hash, position],
    ]);
    this.rows.add('accepted_write', [byId, id, event.mutation, hash('sha256', id), id, recordedAt]);
  }

  private leadTerms(slug: string): readonly LeadTerm[] {
    const known = this.inOffice.get(slug);
    if (known !== undefined) return known;
    const terms = this.nation.termsOf(slug).map(({ agency, asMember, from, until }): LeadTerm => {
      return { agencyId: agency === null ? null : `agency:${agency}`, asMember, from, until };
    });
    this.inOffice.set(slug, terms);
    return terms;
  }

  private termsOf(title: string, titleEn: string | null): string {
    const known = this.terms.get(title);
    if (known !== undefined) return known;
    const terms = [...new Set([title, titleEn ?? ''].map(fold))].join('\n');
    this.terms.set(title, terms);
    return terms;
  }
}

export function recordOf(nation: Nation, plan: LocalPlan) {
  const { slug: id, place, title, issuedOn } = plan;
  const [{ document: national } = { document: '' }] = nation.templates;
  return planRecord({ id, issuer: place.committee, verifier: verifierOf(nation, plan), title, issuedOn }, national);
}

/** The police of the province checks what is done below it; that of the nation checks the province. */
function verifierOf(nation: Nation, { place }: LocalPlan): string {
  return place.level === 'PROVINCE' ? NATIONAL_POLICE : nation.provinceOf(place).police;
}

/** Provisions that a plan takes over, in their order; others are left out. More than there are: all, year after year. */
function chosen(templates: readonly PlacedStatement[], count: number, chance: Chance): PlacedStatement[] {
  const rounds = Math.floor(count / templates.length);
  const found = Array.from({ length: rounds }, () => templates).flat();
  let wanted = count - found.length;
  for (const [index, template] of templates.entries()) {
    if (chance.between(1, templates.length - index) > wanted) continue;
    found.push(template);
    wanted -= 1;
  }
  return found;
}

const UNDATED = 8;
const REFORM_WAVE_DUE = [numberOf(day('2025-10-31')), numberOf(day('2027-12-31'))] as const;

function dueFor(plan: LocalPlan, template: PlacedStatement, chance: Chance): CalendarDate | null {
  const issued = numberOf(plan.issuedOn);
  if (chance.percent(UNDATED)) return null;
  if (isAfterReform(plan)) return dayOf(chance.between(...REFORM_WAVE_DUE));
  const { dueOn } = template.deadline;
  if (dueOn === null) return dayOf(issued + chance.between(60, 1000));
  const shift = chance.percent(85) ? -chance.between(0, 45) : chance.between(1, 150);
  return dayOf(Math.max(issued + 10, numberOf(dueOn) + shift));
}

function deadlineJson({ deadline }: PlacedStatement, dueOn: CalendarDate | null): string {
  const { recurrence, stages } = deadline;
  const text = dueOn === null ? '' : `Trước ngày ${dueOn.split('-').reverse().join('/')}`;
  const precision = dueOn === null ? (recurrence === null ? 'NONE' : 'RECURRING') : 'DAY';
  return JSON.stringify({ text, precision, startOn: null, dueOn, stages: dueOn === null ? stages : [], recurrence, trigger: null });
}
