import { covers, type CalendarDate } from './calendar';
import type { AgencyKind, GovernmentLevel } from './vocabulary';

interface Term {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** Who belongs to a collective: one body, or every body of some kinds, level and place. */
export interface MemberRule extends Term {
  readonly agency: string | null;
  readonly kinds: readonly AgencyKind[];
  readonly level: GovernmentLevel | null;
  readonly within: string | null;
}

export interface OrganisedAgency {
  readonly id: string;
  readonly level: GovernmentLevel;
  readonly existence: Term;
  readonly kinds: ReadonlyArray<Term & { readonly kind: AgencyKind }>;
  readonly parents: ReadonlyArray<Term & { readonly agency: string }>;
  readonly members: readonly MemberRule[];
}

/** One body's duties passing to another. Empty scope: everything; else only duties on these databases. */
export interface SuccessionEvent {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
  readonly candidates: readonly string[];
  readonly kind: 'RENAMED' | 'MERGED' | 'SPLIT' | 'DISSOLVED' | 'FUNCTION_TRANSFERRED';
  readonly scope: readonly string[];
  readonly effectiveFrom: CalendarDate;
  readonly disputed: boolean;
}

/** The state as it was organised, over time. */
export class Organisation {
  private readonly agencies: ReadonlyMap<string, OrganisedAgency>;
  private readonly events = new Map<string, SuccessionEvent[]>();

  constructor(agencies: readonly OrganisedAgency[], successions: readonly SuccessionEvent[]) {
    this.agencies = new Map(agencies.map((agency) => [agency.id, agency]));
    const inOrder = [...successions].sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom) || b.scope.length - a.scope.length);
    for (const event of inOrder) this.events.set(event.from, [...(this.events.get(event.from) ?? []), event]);
  }

  /** Successions that begin at an agency, by day; on one day the scoped ones first. */
  eventsFrom(agency: string): readonly SuccessionEvent[] {
    return this.events.get(agency) ?? [];
  }

  existsOn(id: string, on: CalendarDate): boolean {
    const agency = this.agencies.get(id);
    return agency !== undefined && covers(agency.existence.from, agency.existence.until, on);
  }

  /** Whether the agency has ended by a day; one that has not begun yet has not ended. */
  endedBy(id: string, on: CalendarDate): boolean {
    const until = this.agencies.get(id)?.existence.until ?? null;
    return until !== null && until <= on;
  }

  isCollective(id: string): boolean {
    return this.agencies.get(id)?.kinds.at(-1)?.kind === 'COLLECTIVE';
  }

  /** Members of a collective on a day, in the order of the registry; none where the text does not list them. */
  membersOn(collective: string, on: CalendarDate): string[] {
    const rules = (this.agencies.get(collective)?.members ?? []).filter((rule) => covers(rule.from, rule.until, on));
    return [...this.agencies.values()]
      .filter((agency) => this.existsOn(agency.id, on) && rules.some((rule) => this.admits(rule, agency, on)))
      .map((agency) => agency.id);
  }

  private admits(rule: MemberRule, agency: OrganisedAgency, on: CalendarDate): boolean {
    if (rule.agency !== null) return rule.agency === agency.id;
    const kind = agency.kinds.find((term) => covers(term.from, term.until, on))?.kind;
    if (kind === undefined || !rule.kinds.includes(kind)) return false;
    if (rule.level !== null && rule.level !== agency.level) return false;
    return rule.within === null || this.isWithin(agency.id, rule.within, on);
  }

  /** Whether `id` stands below `root` on a day, at any depth. */
  isWithin(id: string, root: string, on: CalendarDate): boolean {
    const parent = this.agencies.get(id)?.parents.find((term) => covers(term.from, term.until, on))?.agency;
    return parent !== undefined && (parent === root || this.isWithin(parent, root, on));
  }

  /** Every day on which anything changes, in order. */
  changeDays(): CalendarDate[] {
    const ends = (term: Term) => [term.from, term.until];
    const days = [...this.agencies.values()].flatMap((agency) =>
      [agency.existence, ...agency.kinds, ...agency.parents, ...agency.members].flatMap(ends),
    );
    const successions = [...this.events.values()].flat().map((event) => event.effectiveFrom);
    return [...new Set([...days.filter((day) => day !== null), ...successions])].sort();
  }
}
