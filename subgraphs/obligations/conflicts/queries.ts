import { severities } from '../../../domain/conflicts/facts';
import { checked, knownIds } from '../../../shared/errors';
import { page, type Order, type Page, type PageArgs } from '../../../shared/keyset';
import type { Context } from '../../../shared/subgraph';
import { Statement } from '../Statement';
import { Conflict } from './Conflict';
import type { ConflictFilter } from './filters';

const gravestFirst: Order = { direction: 'ASC', keys: [{ sql: 'c.place', type: 'int' }] };

/** Conflicts, gravest first. Filters and count run in SQL. */
export function conflicts(context: Context, filter: ConflictFilter, args: PageArgs): Promise<Page<Conflict>> {
  const query = context.source.getRepository(Conflict).createQueryBuilder('c');
  const checks: Array<Promise<unknown>> = [];
  const known = (table: string, ids: readonly string[], field: string): readonly string[] => {
    checks.push(knownIds(context, table, ids, `filter.${field}`));
    return ids;
  };
  const published = (subgraph: string, view: string): string => `"${context.schemas.of(subgraph)}".${view}`;
  if (filter.ids) query.andWhere('c.id = ANY(:ids)', { ids: known('conflict', filter.ids, 'ids') });
  const [kind, ...others] = new Set(filter.kinds);
  if (kind !== undefined && others.length === 0)
    query.andWhere('c.kind = :kind', { kind }); // so that the index gives their order
  else if (filter.kinds) query.andWhere('c.kind = ANY(:kinds)', { kinds: filter.kinds });
  if (filter.minSeverity) query.andWhere('c.severity_rank >= :rank', { rank: severities.indexOf(filter.minSeverity) });
  if (filter.documentIds) {
    const documentIds = known(published('documents', 'pub_document'), filter.documentIds, 'documentIds');
    query.andWhere('c.document_id = ANY(:documentIds)', { documentIds });
  }
  if (filter.connectionIds) {
    const connectionIds = known(published('databases', 'pub_connection'), filter.connectionIds, 'connectionIds');
    query.andWhere('EXISTS (SELECT 1 FROM conflict_connection x WHERE x.conflict_id = c.id AND x.connection_id = ANY(:connectionIds))', {
      connectionIds,
    });
  }
  return checked(checks, page(context, query, gravestFirst, args));
}

/** The statements on both sides of a conflict. */
export async function statementsOfConflict(context: Context, id: string): Promise<Statement[]> {
  const ids = await targets(
    context,
    id,
    'SELECT conflict_id AS owner, statement_id AS target FROM conflict_statement WHERE conflict_id = ANY($1) ORDER BY position',
  );
  return context.records(Statement, ids);
}

export async function connectionsOfConflict(context: Context, id: string): Promise<Array<{ id: string }>> {
  const ids = await targets(
    context,
    id,
    'SELECT conflict_id AS owner, connection_id AS target FROM conflict_connection WHERE conflict_id = ANY($1) ORDER BY position',
  );
  return ids.map((target) => ({ id: target }));
}

/** Conflicts in which a provision of the duty takes part, gravest first. */
export async function conflictsOfObligation(context: Context, id: string): Promise<Conflict[]> {
  const ids = await targets(
    context,
    id,
    `SELECT DISTINCT s.obligation_id AS owner, c.id AS target, c.place FROM conflict c
     JOIN conflict_statement x ON x.conflict_id = c.id JOIN statement s ON s.id = x.statement_id
     WHERE s.obligation_id = ANY($1) ORDER BY c.place`,
  );
  return context.records(Conflict, ids);
}

/** SQL condition: a provision of the duty `o` takes part in a conflict. */
export const inConflictSql =
  'EXISTS (SELECT 1 FROM conflict_statement x JOIN statement s ON s.id = x.statement_id WHERE s.obligation_id = o.id)';

async function targets(context: Context, owner: string, sql: string): Promise<string[]> {
  return (await context.rowsOf<{ target: string }>(sql, owner)).map(({ target }) => target);
}
