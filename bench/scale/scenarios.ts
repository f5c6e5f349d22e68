import type { Graph } from './Graph';

/** One question of the bench, asked in turn with each of its variables. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** A page has to stay as fast while the nation grows; statistics of the nation have a limit of their own. */
  readonly sort: 'page' | 'stats' | 'other';
  readonly query: string;
  readonly variables: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

const OPEN = ['OPEN_IN_TERM', 'OPEN_OVERDUE'];
const PAGE = 50;
const PAST = '2023-06-30';

const duties = `query ($filter: ObligationFilter, $after: String, $asOf: Date) {
  obligations(filter: $filter, first: ${String(PAGE)}, after: $after, asOf: $asOf) {
    nodes { id title dueOn standing(asOf: $asOf) leadAgencies { name } document { number } } pageInfo { endCursor hasNextPage } } }`;
const owed = `query ($id: ID!, $filter: ObligationFilter, $after: String) { agency(id: $id) { name
  owes(filter: $filter, first: ${String(PAGE)}, after: $after) { nodes { id title dueOn standing } pageInfo { endCursor hasNextPage } } } }`;
const counts = 'total completedOnTime completedLate openInTerm openOverdue undated meanDaysLate';

/** What is asked of a nation; bodies are taken from those with the most to do. */
export async function scenarios(graph: Graph): Promise<Scenario[]> {
  const busiest = await bodies(graph, 1, 0);
  const many = await bodies(graph, 20, 30);
  const provinces: Array<{ id: string }> = await graph.store.query(
    `SELECT o.id FROM ketnoi_agencies.agency o WHERE o.kind IN ('PROVINCE', 'CENTRAL_CITY') AND o.exists_until IS NULL ORDER BY o.id LIMIT 10`,
  );
  const [busy = ''] = busiest;
  const deep = await cursorOfPage(graph, busy, 100);
  const open = { standings: OPEN };
  return [
    {
      name: 'body-first',
      title: 'Open duties of a body, first page',
      sort: 'page',
      query: owed,
      variables: [...many, busy].map((id) => ({ id, filter: open })),
    },
    {
      name: 'body-busiest-first',
      title: 'Open duties of the body with the most, first page',
      sort: 'page',
      query: owed,
      variables: [{ id: busy, filter: open }],
    },
    {
      name: 'body-deep',
      title: `Open duties of the body with the most, page ${String(deep.page)}`,
      sort: 'page',
      query: owed,
      variables: [{ id: busy, filter: open, after: deep.cursor }],
    },
    {
      name: 'province-subtree',
      title: 'Open duties inside a province',
      sort: 'page',
      query: duties,
      variables: provinces.map(({ id }) => ({ filter: { withinAgencyId: id, standings: OPEN } })),
    },
    {
      name: 'past-day',
      title: `Overdue on ${PAST}`,
      sort: 'page',
      query: duties,
      variables: [{ filter: { standings: ['OPEN_OVERDUE'] }, asOf: PAST }],
    },
    { name: 'nation-first', title: 'All duties, earliest last day first', sort: 'page', query: duties, variables: [{}] },
    {
      name: 'conflicts',
      title: 'Conflicts, gravest first',
      sort: 'page',
      query:
        'query ($kinds: [ConflictKind!]) { conflicts(filter: { kinds: $kinds }, first: 50) { nodes { id kind severity explanation statements { path title } } } }',
      variables: [{}, { kinds: ['LATER_THAN_PARENT'] }, { kinds: ['OUT_OF_COMPETENCE'] }],
    },
    {
      name: 'search',
      title: 'Search by name',
      sort: 'page',
      query: 'query ($text: String!) { search(text: $text, first: 20) { label score node { id } } }',
      variables: ['csdl dan cu', 'xa sinh ra 00042', 'cong an tinh thai nguyen', 'ket noi csdl ho tich', 'ke hoach 2025 xa moi'].map(
        (text) => ({ text }),
      ),
    },
    {
      name: 'stats-level',
      title: 'Statistics of the nation by level',
      sort: 'stats',
      query: `{ obligationStats(groupBy: [LEVEL]) { group { id } ${counts} } }`,
      variables: [{}],
    },
    {
      name: 'stats-standing-past',
      title: `Statistics of the nation by standing on ${PAST}`,
      sort: 'stats',
      query: `{ obligationStats(groupBy: [STANDING], asOf: "${PAST}") { group { id } total } }`,
      variables: [{}],
    },
    {
      name: 'stats-bodies',
      title: 'Statistics of all bodies',
      sort: 'stats',
      query: `{ obligationStats(groupBy: [BEARER]) { group { id } ${counts} } }`,
      variables: [{}],
    },
  ];
}

/** Bodies that bear the most today, after leaving out the first `skip`. */
async function bodies(graph: Graph, count: number, skip: number): Promise<string[]> {
  const rows: Array<{ id: string }> = await graph.store.query(
    `SELECT bearer_id AS id FROM duty_term WHERE valid_until = 'infinity' AND completed_on IS NULL AND bearer_id IS NOT NULL
     GROUP BY 1 ORDER BY count(*) DESC, 1 OFFSET $2 LIMIT $1`,
    [count, skip],
  );
  return rows.map(({ id }) => id);
}

interface PageEnd {
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

interface OwedPage {
  readonly agency: { readonly owes: { readonly pageInfo: PageEnd } };
}

/** Turns pages until the one before the wanted, or before the last there is. */
async function cursorOfPage(graph: Graph, id: string, wanted: number): Promise<{ page: number; cursor: string | null }> {
  let cursor: string | null = null;
  for (let page = 1; page < wanted; page += 1) {
    const answer: OwedPage = await graph.ask<OwedPage>(owed, { id, filter: { standings: OPEN }, after: cursor });
    const { endCursor, hasNextPage }: PageEnd = answer.agency.owes.pageInfo;
    if (!hasNextPage) return { page, cursor };
    cursor = endCursor;
  }
  return { page: wanted, cursor };
}
