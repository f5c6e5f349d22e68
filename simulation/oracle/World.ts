import type { CalendarDate } from '../../domain/calendar';

export type Level = 'CENTRAL' | 'PROVINCE' | 'DISTRICT' | 'COMMUNE' | 'NON_STATE';

export interface Duty {
  readonly id: string;
  readonly documentId: string;
  readonly kind: string;
  readonly level: Level;
  /** Its number in the order of documents. */
  readonly place: number;
  /** Last day that the document itself names. */
  readonly statedDueOn: CalendarDate | null;
  /** It waits for something to happen first. */
  readonly triggered: boolean;
  readonly triggerOn: CalendarDate | null;
  /** Connections that the text names. */
  readonly connectionIds: readonly string[];
  /** Last day in each month, for a duty that falls due monthly; null: it does not. */
  readonly lastDayInMonth: number | null;
  /** First day on which it was owed. */
  readonly demandedFrom: CalendarDate | null;
  readonly issuerId: string | null;
}

export interface Lead {
  readonly agencyId: string;
  /** It does a share of its own, as a member of the collective that the text names. */
  readonly asMember: boolean;
}

/** How the state was organised from a day on, until the next of these days. */
export interface Epoch {
  readonly from: CalendarDate;
  /** Who bears each duty, as lead. */
  readonly leads: ReadonlyMap<string, readonly Lead[]>;
  /** Duties that, wholly or in part, nobody is known to bear. */
  readonly unresolved: ReadonlySet<string>;
  /** Who verifies reports on each duty. */
  readonly verifiers: ReadonlyMap<string, readonly string[]>;
  /** Who stands where the body stood that issued the document of each duty. */
  readonly issuers: ReadonlyMap<string, readonly string[]>;
  /** The body above each. */
  readonly parents: ReadonlyMap<string, string>;
}

/** What the oracle takes as given: duties, and who is what to them on which day. Read once, before the first event. */
export class World {
  readonly duties: ReadonlyMap<string, Duty>;

  constructor(
    duties: readonly Duty[],
    /** In order of days; the first holds for every earlier day too. */
    readonly epochs: readonly Epoch[],
    readonly agencies: ReadonlyMap<string, { readonly level: Level }>,
  ) {
    this.duties = new Map(duties.map((duty) => [duty.id, duty]));
  }

  duty(id: string): Duty {
    const duty = this.duties.get(id);
    if (duty === undefined) throw new RangeError(`no duty ${id}`);
    return duty;
  }

  epoch(on: CalendarDate): Epoch {
    const found = this.epochs.findLast((epoch) => epoch.from <= on) ?? this.epochs[0];
    if (found === undefined) throw new RangeError('a world without a day');
    return found;
  }

  leads(dutyId: string, on: CalendarDate): readonly Lead[] {
    return this.epoch(on).leads.get(dutyId) ?? [];
  }

  verifiers(dutyId: string, on: CalendarDate): readonly string[] {
    return this.epoch(on).verifiers.get(dutyId) ?? [];
  }

  issuers(dutyId: string, on: CalendarDate): readonly string[] {
    return this.epoch(on).issuers.get(dutyId) ?? [];
  }

  isAbove(upper: string, agencyId: string, on: CalendarDate): boolean {
    const { parents } = this.epoch(on);
    const seen = new Set<string>();
    for (let at = parents.get(agencyId); at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === upper) return true;
      seen.add(at);
    }
    return false;
  }

  /** Names of the parts a duty has on a day: '' for all who bear it together, and one for each member of a collective. */
  partsOn(dutyId: string, on: CalendarDate): string[] {
    const parts = this.leads(dutyId, on).map((lead) => (lead.asMember ? lead.agencyId : ''));
    return parts.length === 0 ? [''] : [...new Set(parts)];
  }

  /** The parts of a duty that an agency may speak for on a day: its own, and those of bodies under it. None: it may not. */
  partsFor(dutyId: string, agencyId: string, on: CalendarDate): string[] {
    const spokenFor = this.leads(dutyId, on).filter((lead) => lead.agencyId === agencyId || this.isAbove(agencyId, lead.agencyId, on));
    return [...new Set(spokenFor.map((lead) => (lead.asMember ? lead.agencyId : '')))];
  }
}
