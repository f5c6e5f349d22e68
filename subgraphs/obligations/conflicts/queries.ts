import { severities } from '../../../domain/conflicts/facts';
import { NamedIds } from '../../../shared/NamedIds';
import { page, type Order, type Page, type PageArgs } from '../../../shared/keyset';
import type { Context, Found } from '../../../shared/context';
import { Statement } from '../Statement';
import { Conflict } from './Conflict';
import type { ConflictFilter } from './filters';

const gravestFirst: Order = { direction: 'ASC', keys: [{ sql: 'c.place', type: 'int' }] };

/** Conflicts, gravest first. Filters and count run in SQL. */
export function conflicts(context: Context, filter: ConflictFilter, args: PageArgs): Promise<Page<Conflict>> {
  const query = context.source.getRepository(Conflict).createQueryBuilder('c');
  const named = new NamedIds(context);
  const known = (table: string, ids: readonly string[], field: string) => named.known(table, ids, `filter.${field}`);
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
  return named.around(page(context, query, gravestFirst, args), (list) => list.isEmpty);
}

const onBothSides: Found = {
  from: 'conflict_statement x JOIN statement r ON r.id = x.statement_id',
  owner: 'x.conflict_id',
  order: 'x.position',
};

/** The statements on both sides of a conflict. */
export function statementsOfConflict(context: Context, id: string): Promise<Statement[]> {
  return context.recordsOf(Statement, onBothSides, id);
}

export function connectionsOfConflict(context: Context, id: string): Promise<Array<{ id: string }>> {
  return context.rowsOf(
    'SELECT conflict_id AS owner, connection_id AS id FROM conflict_connection WHERE conflict_id = ANY($1) ORDER BY position',
    id,
  );
}

const ofDuty: Found = {
  from: `(SELECT DISTINCT s.obligation_id, x.conflict_id FROM conflict_statement x JOIN statement s ON s.id = x.statement_id) d
    JOIN conflict r ON r.id = d.conflict_id`,
  owner: 'd.obligation_id',
  order: 'r.place',
};

/** Conflicts in which a provision of the duty takes part, gravest first. */
export function conflictsOfObligation(context: Context, id: string): Promise<Conflict[]> {
  return context.recordsOf(Conflict, ofDuty, id);
}

/** SQL condition: a provision of the duty `o` takes part in a conflict. */
export const inConflictSql =
  'EXISTS (SELECT 1 FROM conflict_statement x JOIN statement s ON s.id = x.statement_id WHERE s.obligation_id = o.id)';
