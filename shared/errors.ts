import { GraphQLError } from 'graphql';
import type { DataSource } from 'typeorm';

/** A refusal with a stable code that clients may switch on. The message says what was wrong, the value seen, what would be right. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly path?: readonly string[],
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** A refused argument, as GraphQL reports it. */
export function badInput(message: string, argumentPath: readonly string[]): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argumentPath } });
}

/**
 * The ids of a filter, checked against this subgraph's own table.
 * @throws BAD_USER_INPUT naming every id that is unknown
 */
export async function knownIds(context: { source: DataSource }, table: string, ids: readonly string[], argument: string): Promise<readonly string[]> {
  const rows: Array<{ id: string }> = await context.source.query(`SELECT id FROM ${table} WHERE id = ANY($1)`, [ids]);
  const known = new Set(rows.map((row) => row.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw badInput(`no such id: ${unknown.join(', ')}; ids look like ${table}:<name> and are found with search`, argument.split('.'));
  return ids;
}
