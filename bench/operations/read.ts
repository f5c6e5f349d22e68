import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { projectRoot } from '../../shared/config';

const OPERATIONS = join(projectRoot, 'schema', 'operations');
const SQL = join(projectRoot, 'bench', 'operations', 'sql');

export interface Operation {
  readonly name: string;
  readonly query: string;
  /** Variables that have no value of their own. */
  readonly needs: readonly string[];
  /** What someone who knows the tables would write for the same answer; null: nobody would answer it with SQL alone. */
  readonly sql: string | null;
}

/** The queries among the registered operations: what writes or goes on is not timed here. */
export function readOperations(): Operation[] {
  const files = readdirSync(OPERATIONS).filter((file) => file.endsWith('.graphql'));
  return files.sort().flatMap((file): Operation[] => {
    const query = readFileSync(join(OPERATIONS, file), 'utf8');
    const [definition] = parse(query).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.QUERY) return [];
    const needed = (definition.variableDefinitions ?? []).filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    );
    const name = file.replace(/\.graphql$/, '');
    const sql = join(SQL, `${name}.sql`);
    return [
      { name, query, needs: needed.map(({ variable }) => variable.name.value), sql: existsSync(sql) ? readFileSync(sql, 'utf8') : null },
    ];
  });
}
