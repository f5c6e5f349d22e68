import type { CalendarDate } from '../../domain/calendar';
import type { Line } from '../graph/Line';
import { allNodes, leadsOf, readRoles } from '../graph/readWorld';
import type { Oracle } from '../oracle/Oracle';
import { standings } from '../oracle/standing';
import { connectionStatuses, picturesOn, type Pictures } from '../oracle/totals';
import type { Comparison } from './Comparison';

export interface Moment {
  readonly asOf: CalendarDate;
  /** Null: by all that is known. */
  readonly knownOn: CalendarDate | null;
}

type SeenDuty = Readonly<Record<string, unknown>> & { readonly id: string };

/** Every duty on a day, as known on a day. */
export async function compareDuties(line: Line, oracle: Oracle, { asOf, knownOn }: Moment, comparison: Comparison): Promise<void> {
  const on = knownOn === null ? `(asOf: "${asOf}")` : `(asOf: "${asOf}", knownOn: "${knownOn}")`;
  const fields = ['standing', 'dueOn', 'daysLate', 'reportedStatus', 'verifiedStatus', 'completedOn'];
  const seen = await allNodes<SeenDuty>(
    line,
    'obligations(orderBy: DOCUMENT_ORDER',
    `id version ${fields.map((field) => field + on).join(' ')}`,
  );
  comparison.same('the number of duties', oracle.world.duties.size, seen.length);
  const pictures = picturesOn(oracle, asOf, knownOn);
  for (const duty of seen) {
    const picture = pictures.get(duty.id);
    if (picture === undefined) continue;
    const { standing, dueOn, daysLate, reported, verified, completedOn } = picture;
    const expected = { standing, dueOn, daysLate, reportedStatus: reported, verifiedStatus: verified, completedOn };
    const what = `${duty.id} on ${asOf}${knownOn === null ? '' : ` as known on ${knownOn}`}`;
    comparison.fields(what, { version: oracle.events(duty.id).length, ...expected }, duty, duty.id);
  }
}

/** How many duties stand how, and how many claims are confirmed. */
export async function compareFilters(line: Line, asOf: CalendarDate, pictures: Pictures, comparison: Comparison): Promise<void> {
  const all = [...pictures.values()];
  const filters = [
    ...standings.map((standing) => [`standings: [${standing}]`, all.filter((picture) => picture.standing === standing).length] as const),
    ['verified: true', all.filter(({ reported, verified }) => reported === verified && reported !== 'NOT_STARTED').length] as const,
    ['verified: false', all.filter(({ reported, verified }) => reported !== 'NOT_STARTED' && reported !== verified).length] as const,
  ];
  const fields = filters.map(
    ([filter], index) => `f${String(index)}: obligations(filter: { ${filter} }, asOf: "${asOf}", first: 1) { totalCount }`,
  );
  const { data, errors } = await line.ask({ query: `{ ${fields.join(' ')} }`, variables: {} }, null);
  comparison.same(`errors of the filters on ${asOf}`, undefined, errors);
  filters.forEach(([filter, expected], index) => {
    const seen = data?.[`f${String(index)}`] as { totalCount: number } | null;
    comparison.same(`number of duties with ${filter} on ${asOf}`, expected, seen?.totalCount);
  });
}

/** How far each connection is. */
export async function compareConnections(
  line: Line,
  oracle: Oracle,
  asOf: CalendarDate,
  pictures: Pictures,
  comparison: Comparison,
): Promise<void> {
  const seen = await allNodes<{ id: string; status: string }>(line, `dataConnections(asOf: "${asOf}"`, `id status(asOf: "${asOf}")`);
  const expected = connectionStatuses(oracle, pictures);
  for (const { id, status } of seen) comparison.same(`${id} on ${asOf}`, expected.get(id) ?? 'NOT_STARTED', status);
}

interface SeenBearers {
  readonly id: string;
  readonly bearers: ReadonlyArray<{
    readonly role: string;
    readonly agency: { readonly id: string } | null;
    readonly origin: { readonly id: string; readonly collective: boolean };
    readonly reportedStatus: string | null;
    readonly verifiedStatus: string | null;
  }>;
}

/** What each body did of some duties. */
export async function compareParts(
  line: Line,
  oracle: Oracle,
  ids: readonly string[],
  asOf: CalendarDate,
  comparison: Comparison,
): Promise<void> {
  const listed = JSON.stringify(ids);
  const seen = await allNodes<SeenBearers>(
    line,
    `obligations(filter: { ids: ${listed} }`,
    `id bearers(asOf: "${asOf}") { role agency { id } origin { id collective } reportedStatus(asOf: "${asOf}") verifiedStatus(asOf: "${asOf}") }`,
  );
  for (const { id, bearers } of seen) {
    for (const { role, agency, origin, reportedStatus, verifiedStatus } of bearers) {
      if (role !== 'LEAD' || agency === null) continue;
      const part = oracle.part(id, origin.collective && agency.id !== origin.id ? agency.id : '', asOf);
      const expected = { reportedStatus: part.reported, verifiedStatus: part.verified };
      comparison.fields(`${agency.id} with ${id} on ${asOf}`, expected, { reportedStatus, verifiedStatus }, id);
    }
  }
}

/** Who bears and verifies what: a day on which that changes must not have been missed when the world was read. */
export async function compareRoles(line: Line, oracle: Oracle, asOf: CalendarDate, comparison: Comparison): Promise<void> {
  for (const duty of await readRoles(line, asOf)) {
    comparison.same(`who bears ${duty.id} on ${asOf}`, oracle.world.leads(duty.id, asOf), leadsOf(duty.bearers), duty.id);
    const verifiers = duty.verifyingAgencies.map((agency) => agency.id);
    comparison.same(`who verifies ${duty.id} on ${asOf}`, oracle.world.verifiers(duty.id, asOf), verifiers, duty.id);
  }
}
