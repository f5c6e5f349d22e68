import { addDays, type CalendarDate } from '../../domain/calendar';
import { World, type Duty, type Epoch, type Lead, type Level } from '../oracle/World';
import type { Line } from './Line';

interface Named {
  readonly id: string;
}

interface SeenDuty extends Named {
  readonly kind: string;
  readonly level: Level;
  readonly document: Named;
  readonly connections: readonly Named[];
  readonly deadline: {
    readonly dueOn: CalendarDate | null;
    readonly recurrence: { readonly every: string; readonly beforeDay: number | null; readonly onDay: number | null } | null;
    readonly trigger: { readonly fulfilledOn: CalendarDate | null; readonly fulfilledBy: Named | null } | null;
  };
}

interface SeenBearer {
  readonly role: 'LEAD' | 'COORDINATING';
  readonly agency: Named | null;
  readonly origin: { readonly id: string; readonly collective: boolean };
}

interface SeenRoles extends Named {
  readonly bearers: readonly SeenBearer[];
  readonly verifyingAgencies: readonly Named[];
}

interface SeenDocument extends Named {
  readonly issuedOn: CalendarDate | null;
  readonly issuer: Named | null;
  readonly basedOn: ReadonlyArray<{ readonly issuedOn: CalendarDate | null }>;
  readonly implements: ReadonlyArray<{ readonly issuedOn: CalendarDate | null }>;
  readonly citations: ReadonlyArray<{ readonly document: { readonly issuedOn: CalendarDate | null } | null }>;
  readonly statements: { readonly nodes: ReadonlyArray<{ readonly deadline: { readonly dueOn: CalendarDate | null } }> };
}

interface SeenAgency extends Named {
  readonly level: Level;
  readonly existsFrom: CalendarDate | null;
  readonly existsUntil: CalendarDate | null;
  readonly successions: ReadonlyArray<{
    readonly from: Named;
    readonly to: Named | null;
    readonly kind: string;
    readonly scope: readonly Named[];
    readonly effectiveFrom: CalendarDate;
  }>;
}

interface Connection<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** All nodes of a list, page by page. `field` is written with its arguments, e.g. `agencies(filter: {…}`, still open. */
export async function allNodes<Item>(line: Line, field: string, selection: string): Promise<Item[]> {
  const nodes: Item[] = [];
  for (let after: string | null = null; ;) {
    const query = `query All($after: String) { list: ${field}, first: 100, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;
    const { data, errors } = await line.ask({ query, variables: { after } }, null);
    const list = data?.list as Connection<Item> | null | undefined;
    if (list === null || list === undefined) throw new Error(`${field}): ${JSON.stringify(errors)}`);
    nodes.push(...list.nodes);
    if (!list.pageInfo.hasNextPage) return nodes;
    after = list.pageInfo.endCursor;
  }
}

/**
 * What the oracle takes as given, read once from the graph itself before anything is reported: the duties, and for every day on
 * which the organisation changes who bears and who verifies each duty and who stands above whom. Who follows the issuer of a
 * document is worked out here from the successions.
 */
export async function readWorld(line: Line, until: CalendarDate): Promise<World> {
  const agencies = await allNodes<SeenAgency>(
    line,
    'agencies(filter: { includeFormer: true }',
    'id level existsFrom existsUntil successions { from { id } to { id } kind scope { id } effectiveFrom }',
  );
  const documents = await readDocuments(line);
  const seen = await allNodes<SeenDuty>(
    line,
    'obligations(orderBy: DOCUMENT_ORDER',
    `id kind level document { id } connections { id }
     deadline { dueOn recurrence { every beforeDay onDay } trigger { fulfilledOn fulfilledBy { id } } }`,
  );
  const duties = seen.map((duty, place) => dutyFrom(duty, place, documents));
  const epochs: Epoch[] = [];
  for (const from of changeDays(agencies, until)) epochs.push(await readEpoch(line, from, duties, agencies));
  return new World(duties, epochs, new Map(agencies.map(({ id, level }) => [id, { level }])));
}

async function readDocuments(line: Line): Promise<ReadonlyMap<string, SeenDocument>> {
  const documents = await allNodes<SeenDocument>(
    line,
    'documents(filter: {}',
    `id issuedOn issuer { id } basedOn { issuedOn } implements { issuedOn } citations { document { issuedOn } }
     statements(first: 100) { nodes { deadline { dueOn } } }`,
  );
  return new Map(documents.map((document) => [document.id, document]));
}

function dutyFrom(
  { id, kind, level, document, connections, deadline }: SeenDuty,
  place: number,
  documents: ReadonlyMap<string, SeenDocument>,
): Duty {
  const { trigger, recurrence } = deadline;
  const given = documents.get(document.id);
  const { beforeDay = null, onDay = null } = recurrence ?? {};
  const lastDay = beforeDay === null ? onDay : beforeDay - 1;
  return {
    id,
    documentId: document.id,
    kind,
    level,
    place,
    statedDueOn: deadline.dueOn,
    triggered: trigger !== null && !(trigger.fulfilledBy !== null && trigger.fulfilledOn === null),
    triggerOn: trigger?.fulfilledOn ?? null,
    connectionIds: connections.map((connection) => connection.id),
    lastDayInMonth: recurrence?.every === 'MONTH' ? lastDay : null,
    demandedFrom: given === undefined ? null : demandedFrom(given),
    issuerId: given?.issuer?.id ?? null,
  };
}

/** The day of issue; where it is not known, the latest day of a document it rests on; failing that, its first last day. */
function demandedFrom({ issuedOn, basedOn, implements: carriedOut, citations, statements }: SeenDocument): CalendarDate | null {
  const rests = [...basedOn, ...carriedOut, ...citations.flatMap(({ document }) => document ?? [])];
  const due = statements.nodes.flatMap(({ deadline }) => deadline.dueOn ?? []);
  return (
    issuedOn ??
    rests
      .flatMap((document) => document.issuedOn ?? [])
      .sort()
      .at(-1) ??
    due.sort()[0] ??
    null
  );
}

/** Every day on which bodies begin, end or follow one another, after a first one before all. */
function changeDays(agencies: readonly SeenAgency[], until: CalendarDate): CalendarDate[] {
  const days = agencies.flatMap((agency) => [
    ...[agency.existsFrom, agency.existsUntil].filter((day) => day !== null),
    ...agency.successions.map((succession) => succession.effectiveFrom),
  ]);
  const sorted = [...new Set(days)].filter((day) => day <= until).sort();
  return [addDays(sorted[0] ?? until, -1), ...sorted];
}

async function readEpoch(line: Line, from: CalendarDate, duties: readonly Duty[], agencies: readonly SeenAgency[]): Promise<Epoch> {
  const roles = await readRoles(line, from);
  const under = await allNodes<Named & { readonly parent: Named | null }>(
    line,
    'agencies(filter: { includeFormer: true }',
    `id parent(asOf: "${from}") { id }`,
  );
  return {
    from,
    leads: new Map(roles.map((duty) => [duty.id, leadsOf(duty.bearers)])),
    unresolved: new Set(
      roles.flatMap(({ id, bearers }) => (bearers.some((one) => one.role === 'LEAD' && one.agency === null) ? [id] : [])),
    ),
    verifiers: new Map(roles.map((duty) => [duty.id, duty.verifyingAgencies.map((agency) => agency.id)])),
    issuers: new Map(duties.map((duty) => [duty.id, duty.issuerId === null ? [] : successorsOf(duty.issuerId, null, from, agencies)])),
    parents: new Map(under.flatMap(({ id, parent }): Array<[string, string]> => (parent === null ? [] : [[id, parent.id]]))),
  };
}

/** Who bears and who verifies each duty on a day, as the graph tells it. */
export function readRoles(line: Line, on: CalendarDate): Promise<SeenRoles[]> {
  return allNodes<SeenRoles>(
    line,
    'obligations(orderBy: DOCUMENT_ORDER',
    `id bearers(asOf: "${on}") { role agency { id } origin { id collective } } verifyingAgencies(asOf: "${on}") { id }`,
  );
}

/** A collective answers through its members; one whose members nobody lists answers itself. */
export function leadsOf(bearers: readonly SeenBearer[]): Lead[] {
  return bearers.flatMap(({ role, agency, origin }) =>
    role !== 'LEAD' || agency === null ? [] : [{ agencyId: agency.id, asMember: origin.collective && agency.id !== origin.id }],
  );
}

/** Who stands in the place of a body on a day: successions of everything it did, one after the other. */
function successorsOf(agencyId: string, since: CalendarDate | null, on: CalendarDate, agencies: readonly SeenAgency[]): string[] {
  const agency = agencies.find((record) => record.id === agencyId);
  const events = (agency?.successions ?? [])
    .filter((event) => event.from.id === agencyId && event.scope.length === 0 && event.kind !== 'FUNCTION_TRANSFERRED')
    .filter((event) => event.effectiveFrom <= on && (since === null || event.effectiveFrom > since))
    .sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
  const first = events[0]?.effectiveFrom;
  if (first === undefined) return (agency?.existsUntil ?? '9999-12-31') <= on ? [] : [agencyId];
  const next = events.filter((event) => event.effectiveFrom === first).flatMap((event) => event.to ?? []);
  return next.flatMap((body) => successorsOf(body.id, first, on, agencies));
}
