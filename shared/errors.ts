import { GraphQLError } from 'graphql';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** A refusal with a stable code that clients and scripts may switch on. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** A refused argument, as GraphQL reports it: what was wrong, the value seen, what would be right. */
export function badInput(message: string, argumentPath: readonly string[]): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argumentPath } });
}

/**
 * The ids of a filter, checked against this subgraph's own table.
 * @throws BAD_USER_INPUT naming every id that is unknown
 */
export async function knownIds(
  context: { source: DataSource },
  table: string,
  ids: readonly string[],
  argument: string,
): Promise<readonly string[]> {
  const rows: Array<{ id: string }> = await context.source.query(`SELECT id FROM ${table} WHERE id = ANY($1)`, [ids]);
  const known = new Set(rows.map((row) => row.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw badInput(`no such id: ${unknown.join(', ')}; find ids with search`, argument.split('.'));
  return ids;
}

/** What a client sees of an error in a subgraph: refusals as they are, anything else only under a log id. */
export function formatSubgraphError(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  if (originalError === undefined || originalError instanceof GraphQLError || typeof error.extensions.code === 'string') return error;
  const logId = randomUUID();
  process.stderr.write(`[${logId}] ${originalError.stack ?? originalError.message}\n`);
  return new GraphQLError(`something went wrong here; the log has it under ${logId}`, {
    nodes: error.nodes,
    path: error.path,
    extensions: { code: 'INTERNAL', logId },
  });
}
