import { addDays, type CalendarDate } from './calendar';
import type { Organisation, SuccessionEvent } from './organisation';

/** Who answers on a day for what a document gave to one body. */
export interface Part {
  /** Null: unresolved, see candidates. */
  readonly agency: string | null;
  readonly candidates: readonly string[];
  /** Databases of the duty that this part covers; empty: the whole. */
  readonly scope: readonly string[];
  /** Successions from the body named to the one that answers, in order. */
  readonly via: readonly string[];
  /** Sources disagree on whether this reading holds on the day. */
  readonly disputed: boolean;
  /** The body answers as a member of the collective that was named. */
  readonly asMember: boolean;
}

type Scope = ReadonlySet<string> | null;

/**
 * Resolves by function first, agency second: a succession scoped to databases takes only the duties on them, one without
 * scope takes the rest. Chains may have any length and may return to a body they began with. `databases` are those of the
 * duty that belong to the work of `origin`; none means that no scoped succession can touch it.
 */
export function bearersOn(organisation: Organisation, origin: string, databases: readonly string[], on: CalendarDate): Part[] {
  const parts = follow(organisation, origin, databases.length === 0 ? null : new Set(databases), on, null, [], false);
  return withoutIdleScope(merged(parts)).flatMap((part) => expanded(organisation, part, on));
}

/** A collective answers through its members of the day; where the text does not list them, as itself. */
function expanded(organisation: Organisation, part: Part, on: CalendarDate): Part[] {
  const members = part.agency !== null && organisation.isCollective(part.agency) ? organisation.membersOn(part.agency, on) : [];
  return members.length === 0 ? [part] : members.map((agency) => ({ ...part, agency, asMember: true }));
}

function follow(
  organisation: Organisation,
  agency: string,
  scope: Scope,
  on: CalendarDate,
  since: CalendarDate | null,
  via: readonly string[],
  disputed: boolean,
): Part[] {
  const events = organisation
    .eventsFrom(agency)
    .filter((event) => event.effectiveFrom <= on && (since === null || event.effectiveFrom >= since) && !via.includes(event.id));
  const parts: Part[] = [];
  let rest = scope;
  const stay = (held: Scope, doubtful: boolean): Part => ({
    agency,
    candidates: [],
    scope: held === null ? [] : [...held],
    via,
    disputed: doubtful,
    asMember: false,
  });
  const pass = (event: SuccessionEvent, held: Scope, doubtful: boolean) =>
    event.to === null
      ? [unresolved(organisation, event, held, on, [...via, event.id], doubtful)]
      : follow(organisation, event.to, held, on, event.effectiveFrom, [...via, event.id], doubtful);

  for (const event of events.filter((one) => one.scope.length > 0)) {
    const moved: Scope = rest === null ? null : intersection(rest, event.scope);
    if (rest === null || moved === null || moved.size === 0) continue;
    const open = event.disputed && contradictedOn(organisation, event, on);
    if (open) parts.push(stay(moved, true));
    parts.push(...pass(event, moved, disputed || open));
    rest = difference(rest, moved);
    if (rest.size === 0) return parts;
  }
  const general = events.filter((event) => event.scope.length === 0 && event.kind !== 'FUNCTION_TRANSFERRED');
  const first = general[0];
  if (first !== undefined) {
    const together = general.filter((event) => event.effectiveFrom === first.effectiveFrom);
    return [...parts, ...together.flatMap((event) => pass(event, rest, disputed))];
  }
  if (organisation.endedBy(agency, on)) return [...parts, { ...stay(rest, disputed), agency: null }];
  return [...parts, stay(rest, disputed)];
}

/** Another source sets the same passing on a later day that has not come. */
function contradictedOn(organisation: Organisation, event: SuccessionEvent, on: CalendarDate): boolean {
  return organisation
    .eventsFrom(event.from)
    .some(
      (other) =>
        other.disputed &&
        other.to === event.to &&
        other.effectiveFrom > on &&
        other.scope.some((database) => event.scope.includes(database)),
    );
}

function unresolved(
  organisation: Organisation,
  event: SuccessionEvent,
  scope: Scope,
  on: CalendarDate,
  via: readonly string[],
  disputed: boolean,
): Part {
  const candidates = event.candidates.flatMap((candidate) =>
    follow(organisation, candidate, null, on, event.effectiveFrom, via, disputed).flatMap((part) => part.agency ?? []),
  );
  return { agency: null, candidates: [...new Set(candidates)], scope: scope === null ? [] : [...scope], via, disputed, asMember: false };
}

/** One part for each agency, unless a reading is disputed. */
function merged(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const index = result.findIndex((other) => part.agency !== null && other.agency === part.agency && other.disputed === part.disputed);
    const other = result[index];
    if (other === undefined) result.push(part);
    else result[index] = { ...other, scope: [...new Set([...other.scope, ...part.scope])], via: [...new Set([...other.via, ...part.via])] };
  }
  return result;
}

/** A duty that was not divided has no scope. */
function withoutIdleScope(parts: readonly Part[]): Part[] {
  return parts.length === 1 ? parts.map((part) => ({ ...part, scope: [] })) : [...parts];
}

function intersection(set: ReadonlySet<string>, values: readonly string[]): ReadonlySet<string> {
  return new Set(values.filter((value) => set.has(value)));
}

function difference(set: ReadonlySet<string>, taken: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...set].filter((value) => !taken.has(value)));
}

export interface Responsibility extends Part {
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/** Who answers, over all time: half-open terms in which nothing changes. */
export function responsibilities(
  organisation: Organisation,
  origin: string,
  databases: readonly string[],
  days: readonly CalendarDate[],
): Responsibility[] {
  const open = new Map<string, Responsibility>();
  const closed: Responsibility[] = [];
  const before = days[0];
  if (before === undefined) return [];
  const moments: Array<[CalendarDate | null, CalendarDate]> = [
    [null, addDays(before, -1)],
    ...days.map((day): [CalendarDate, CalendarDate] => [day, day]),
  ];
  for (const [from, on] of moments) {
    const now = new Map(bearersOn(organisation, origin, databases, on).map((part) => [JSON.stringify(part), part]));
    for (const [key, term] of open) {
      if (now.has(key)) continue;
      closed.push({ ...term, until: from });
      open.delete(key);
    }
    for (const [key, part] of now) if (!open.has(key)) open.set(key, { ...part, from, until: null });
  }
  return [...closed, ...open.values()];
}
