import type { SelectQueryBuilder } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import { fold } from '../../domain/fold';
import type { AgencyRole } from '../../domain/vocabulary';
import { validOn } from '../../shared/database';
import { NamedIds } from '../../shared/NamedIds';
import { page, pagesByParent, type Order, type Page, type PageArgs } from '../../shared/keyset';
import type { Context, Found } from '../../shared/context';
import { inConflictSql } from './conflicts/queries';
import type { ObligationFilter, StatementFilter } from './filters';
import { listedTerm, Obligation } from './Obligation';
import { Statement } from './Statement';
import { claimedSql, daysPastSql, dueInForceSql, joinState, standingSql, verifiedSql } from './standingSql';
import { dayOfFirst, joinTerm, joinTermsOfSeveral, standsByTerm, standsSql, termOrders } from './termSql';
import type { ObligationOrder } from './types';

const place = { sql: 'o.place', type: 'int' } as const;

/** Sort keys of each order; a duty with no last day comes last in either direction. */
export const orders: Readonly<Record<ObligationOrder, Order>> = {
  DUE_ON_ASC: { direction: 'ASC', keys: [{ sql: `coalesce(${dueInForceSql}, 'infinity'::date)`, type: 'date' }, place] },
  DUE_ON_DESC: { direction: 'DESC', keys: [{ sql: `coalesce(${dueInForceSql}, '-infinity'::date)`, type: 'date' }, place] },
  DOCUMENT_ORDER: { direction: 'ASC', keys: [place] },
  DAYS_LATE_DESC: { direction: 'DESC', keys: [{ sql: `coalesce(${daysPastSql}, -2147483648)`, type: 'int' }, place] },
};

/** Duties as they stand on a day. Filters, order and count run in SQL; `bearerId`: only those that it answers for as lead. */
export async function obligations(
  context: Context,
  filter: ObligationFilter,
  order: ObligationOrder,
  on: CalendarDate,
  args: PageArgs,
  bearerId: string | null = null,
): Promise<Page<Obligation>> {
  const query = context.source.getRepository(Obligation).createQueryBuilder('o').setParameter('on', on);
  const named = new NamedIds(context);
  const bearers = await bearersAsked(context, named, filter, on);
  const several = bearerId === null && bearers.length === 1 && (bearers[0]?.length ?? 0) > 1;
  if (bearerId !== null) joinTerm(query, 't.bearer_id = :bearerId').setParameter('bearerId', bearerId);
  else if (several) joinTermsOfSeveral(query, termOrders[order]).setParameter('bearers', bearers[0]);
  else if (bearers.length === 1) joinTerm(query, 't.bearer_id = ANY(:bearers)').setParameter('bearers', bearers[0]);
  else joinTerm(query, 't.is_first');
  if (bearerId !== null || bearers.length > 1)
    bearers.forEach((ids, index) => query.andWhere(borneBy(`bearers${String(index)}`), { [`bearers${String(index)}`]: ids }));
  const ofTerm: string[] = [];
  if (filter.due?.from) ofTerm.push("t.due_on >= :dueFrom AND t.due_on < 'infinity'");
  if (filter.due?.to) ofTerm.push('t.due_on <= :dueTo');
  if (filter.standings) ofTerm.push(standsSql(filter.standings));
  ofTerm.forEach((condition) => query.andWhere(condition, { dueFrom: filter.due?.from, dueTo: filter.due?.to }));
  if (typeof filter.verified === 'boolean') joinState(query).andWhere(filter.verified ? verifiedSql : claimedSql);
  restrictDuty(context, named, query, filter);
  const narrowed = several && order === 'DUE_ON_ASC' && asksTermsAlone(filter);
  const narrowFirst = async (count: number): Promise<void> => {
    const day = await dayOfFirst(query, ofTerm, count);
    if (day !== null) query.andWhere('t.due_on <= :dayOfFirst', { dayOfFirst: day });
  };
  const told = tellsTerm.some((field) => context.asks('Obligation', field));
  const found = page(context, query, termOrders[order], args, {
    several,
    counted: bearerId === null && bearers.length === 0 && NARROW.some((field) => filter[field]) ? 'WITHIN' : 'BESIDE',
    also: told ? { listedDone: 't.completed_on', listedDue: "nullif(t.due_on, 'infinity')" } : {},
    narrowFirst: narrowed ? narrowFirst : undefined,
  });
  const list = await named.around(found, ({ isEmpty }) => isEmpty);
  if (told) list.edges.forEach(({ node }) => (node.listed = listedTerm(node, on)));
  return list;
}

/** Fields of a filter that leave few duties, whatever else it asks. */
const NARROW = ['ids', 'documentIds', 'leadAgencyIds', 'coordinatingAgencyIds', 'databaseIds', 'connectionIds'] as const;

/** Fields of a duty that its term tells; then it need not be looked up. */
const tellsTerm = ['dueOn', 'standing', 'daysLate', 'completedOn'];

const OF_TERMS = new Set<string>(['bearerIds', 'withinAgencyId', 'due', 'standings'] satisfies Array<keyof ObligationFilter>);

/** Whether the filter looks at nothing but bearers, last days and standings. */
function asksTermsAlone(filter: ObligationFilter): boolean {
  const set = Object.entries(filter).flatMap(([field, value]) => ((value ?? null) === null ? [] : [field]));
  return standsByTerm(filter.standings ?? []) && set.every((field) => OF_TERMS.has(field));
}

/** Whom the filter wants to answer for a duty: each list of bodies for itself. */
async function bearersAsked(
  context: Context,
  named: NamedIds,
  { bearerIds, withinAgencyId }: ObligationFilter,
  on: CalendarDate,
): Promise<Array<readonly string[]>> {
  const agencies = `"${context.schemas.of('agencies')}".pub_agency`;
  const bearers: Array<readonly string[]> = [];
  if (bearerIds) bearers.push([...new Set(named.known(agencies, bearerIds, 'filter.bearerIds'))]);
  if (withinAgencyId) {
    named.known(agencies, [withinAgencyId], 'filter.withinAgencyId');
    bearers.push(await subtreeOf(context, withinAgencyId, on));
  }
  return bearers;
}

/**
 * Joins where each duty was, as `s`, and adds the conditions of `filter`; the parameter `:on` of the query is the day. Answers the ids
 * that it names.
 */
export async function restrict(context: Context, query: SelectQueryBuilder<Obligation>, filter: ObligationFilter): Promise<NamedIds> {
  joinState(query);
  const named = new NamedIds(context);
  const bearers = await bearersAsked(context, named, filter, query.getParameters().on as CalendarDate);
  bearers.forEach((ids, index) => query.andWhere(borneBy(`bearers${String(index)}`), { [`bearers${String(index)}`]: ids }));
  if (filter.due?.from) query.andWhere(`${dueInForceSql} >= :dueFrom`, { dueFrom: filter.due.from });
  if (filter.due?.to) query.andWhere(`${dueInForceSql} <= :dueTo`, { dueTo: filter.due.to });
  if (filter.standings) query.andWhere(`${standingSql} = ANY(:standings)`, { standings: filter.standings });
  if (typeof filter.verified === 'boolean') query.andWhere(filter.verified ? verifiedSql : claimedSql);
  restrictDuty(context, named, query, filter);
  return named;
}

/** The conditions of `filter` that no day changes. */
function restrictDuty({ schemas }: Context, named: NamedIds, query: SelectQueryBuilder<Obligation>, filter: ObligationFilter): void {
  const known = (table: string, ids: readonly string[], field: string) => named.known(table, ids, `filter.${field}`);
  const published = (subgraph: string, view: string): string => `"${schemas.of(subgraph)}".${view}`;
  if (filter.ids) query.andWhere('o.id = ANY(:ids)', { ids: known('obligation', filter.ids, 'ids') });
  if (filter.documentIds) {
    const documentIds = known(published('documents', 'pub_document'), filter.documentIds, 'documentIds');
    query.andWhere('o.document_id = ANY(:documentIds)', { documentIds });
  }
  if (filter.kinds) query.andWhere('o.kind = ANY(:kinds)', { kinds: filter.kinds });
  if (filter.levels) query.andWhere('o.level = ANY(:levels)', { levels: filter.levels });
  const byRole = [
    ['leadAgencyIds', 'LEAD'],
    ['coordinatingAgencyIds', 'COORDINATING'],
  ] as const;
  for (const [field, role] of byRole) {
    const ids = filter[field];
    if (!ids) continue;
    known(published('agencies', 'pub_agency'), ids, field);
    query.andWhere(
      `EXISTS (SELECT 1 FROM obligation_agency x WHERE x.obligation_id = o.id AND x.role = '${role}' AND x.agency_id = ANY(:${field}))`,
      { [field]: ids },
    );
  }
  if (filter.databaseIds) {
    const databaseIds = known(published('databases', 'pub_database'), filter.databaseIds, 'databaseIds');
    query.andWhere(
      'EXISTS (SELECT 1 FROM obligation_connection x WHERE x.obligation_id = o.id AND NOT x.implied AND (x.end_a = ANY(:databaseIds) OR x.end_b = ANY(:databaseIds)))',
      { databaseIds },
    );
  }
  if (filter.connectionIds) {
    const connectionIds = known(published('databases', 'pub_connection'), filter.connectionIds, 'connectionIds');
    query.andWhere(
      'EXISTS (SELECT 1 FROM obligation_connection x WHERE x.obligation_id = o.id AND NOT x.implied AND x.connection_id = ANY(:connectionIds))',
      { connectionIds },
    );
  }
  if (typeof filter.hasConflict === 'boolean') query.andWhere(`${filter.hasConflict ? '' : 'NOT '}${inConflictSql}`);
  if (filter.text) query.andWhere('o.terms LIKE :text', { text: `%${fold(filter.text)}%` });
}

function borneBy(parameter: string): string {
  return `EXISTS (SELECT 1 FROM duty_case x JOIN responsibility r ON r.case_id = x.case_id
    WHERE x.obligation_id = o.id AND x.role = 'LEAD' AND r.bearer_id = ANY(:${parameter}) AND ${validOn('r')})`;
}

/** An agency and all that stands below it on a day. Resolved first and passed as a value: the planner guesses badly otherwise. */
function subtreeOf(context: Context, root: string, on: CalendarDate): Promise<string[]> {
  const agencies = context.schemas.of('agencies');
  const valid = '(p.valid_from IS NULL OR p.valid_from <= $2) AND (p.valid_until IS NULL OR p.valid_until > $2)';
  const below = async (id: string): Promise<string[]> => {
    const found: Array<{ id: string }> = await context.source.query(
      `WITH RECURSIVE subtree(id) AS (
         SELECT $1::text UNION SELECT p.agency_id FROM "${agencies}".pub_agency_parent p JOIN subtree s ON s.id = p.parent_id WHERE ${valid})
       SELECT id FROM subtree`,
      [id, on],
    );
    return found.map((row) => row.id);
  };
  return context.loader<string, string[]>(`within ${on}`, (ids) => Promise.all(ids.map(below))).load(root);
}

const inDocument: Order = { direction: 'ASC', keys: [{ sql: 's.place', type: 'int' }] };

/** Statements in document order. */
export function statements(context: Context, filter: StatementFilter, args: PageArgs): Promise<Page<Statement>> {
  const query = context.source.getRepository(Statement).createQueryBuilder('s');
  const named = new NamedIds(context);
  if (filter.documentIds) {
    named.known(`"${context.schemas.of('documents')}".pub_document`, filter.documentIds, 'filter.documentIds');
    query.andWhere('s.document_id = ANY(:documentIds)', { documentIds: filter.documentIds });
  }
  if (filter.paths) query.andWhere('s.path = ANY(:paths)', { paths: filter.paths });
  if (filter.pathPrefix) query.andWhere("(s.path = :prefix OR starts_with(s.path, :prefix || '.'))", { prefix: filter.pathPrefix });
  if (filter.kinds) query.andWhere('s.kind = ANY(:kinds)', { kinds: filter.kinds });
  if (filter.leadAgencyIds) {
    named.known(`"${context.schemas.of('agencies')}".pub_agency`, filter.leadAgencyIds, 'filter.leadAgencyIds');
    query.andWhere(
      "EXISTS (SELECT 1 FROM statement_agency x WHERE x.statement_id = s.id AND x.role = 'LEAD' AND x.agency_id = ANY(:leadIds))",
      { leadIds: filter.leadAgencyIds },
    );
  }
  if (filter.due?.from) query.andWhere('s.due_on >= :dueFrom', { dueFrom: filter.due.from });
  if (filter.due?.to) query.andWhere('s.due_on <= :dueTo', { dueTo: filter.due.to });
  if (filter.obligationIds) {
    named.known('obligation', filter.obligationIds, 'filter.obligationIds');
    query.andWhere('s.obligation_id = ANY(:obligationIds)', { obligationIds: filter.obligationIds });
  }
  return named.around(page(context, query, inDocument, args, { counted: 'BESIDE' }), (list) => list.isEmpty);
}

/** Statements of a document, in its order. */
export function statementsOfDocument(context: Context, documentId: string, args: PageArgs): Promise<Page<Statement>> {
  return context
    .loader<string, Page<Statement>>(`statements ${JSON.stringify(args)}`, (ids) =>
      pagesByParent(context, context.source.getRepository(Statement).createQueryBuilder('s'), 's.document_id', ids, inDocument, args),
    )
    .load(documentId);
}

const ofObligation: Found = { from: 'statement r', owner: 'r.obligation_id', order: 'r.place' };

/** Every provision that states a duty, in document order. */
export function statementsOfObligation(context: Context, obligationId: string): Promise<Statement[]> {
  return context.recordsOf(Statement, ofObligation, obligationId);
}

type Owner = 'obligation' | 'statement';

/** Of each owner: what is named in its text, in the order of it. */
const namedIn = (owner: Owner, what: 'agency' | 'connection', how: 'role' | 'implied') =>
  `SELECT ${owner}_id AS owner, ${how}, ${what}_id AS id FROM ${owner}_${what} WHERE ${owner}_id = ANY($1) ORDER BY position`;
const agencies = { obligation: namedIn('obligation', 'agency', 'role'), statement: namedIn('statement', 'agency', 'role') };
const connections = {
  obligation: namedIn('obligation', 'connection', 'implied'),
  statement: namedIn('statement', 'connection', 'implied'),
};

/** Agencies of a role, in the order the text names them; all roles come with one SQL statement. */
export async function agencyIds(context: Context, owner: Owner, id: string, role: AgencyRole): Promise<Array<{ id: string }>> {
  const rows = await context.rowsOf<{ role: string; id: string }>(agencies[owner], id);
  return rows.filter((row) => row.role === role);
}

/** Connections that the text names, or implies, in its order. */
export async function connectionIds(context: Context, owner: Owner, id: string, implied: boolean): Promise<Array<{ id: string }>> {
  const rows = await context.rowsOf<{ implied: boolean; id: string }>(connections[owner], id);
  return rows.filter((row) => row.implied === implied);
}
