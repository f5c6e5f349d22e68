import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, OperationTypeNode, parse, print, visit, type DocumentNode, type FieldNode } from 'graphql';
import { projectRoot } from '../../shared/config';

const OPERATIONS = join(projectRoot, 'schema', 'operations');
const SQL = join(projectRoot, 'bench', 'operations', 'sql');

/** Items on a page, on both sides: of this size the bound is. */
const PAGE = '50';

export interface Operation {
  readonly name: string;
  /** As registered, with pages of 50. */
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
    const document = withPages(parse(readFileSync(join(OPERATIONS, file), 'utf8')));
    const [definition] = document.definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION || definition.operation !== OperationTypeNode.QUERY) return [];
    const needed = (definition.variableDefinitions ?? []).filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    );
    const name = file.replace(/\.graphql$/, '');
    const sql = join(SQL, `${name}.sql`);
    const needs = needed.map(({ variable }) => variable.name.value);
    return [{ name, query: print(document), needs, sql: existsSync(sql) ? readFileSync(sql, 'utf8') : null }];
  });
}

/** Every page whose items are asked for gets its size; a search or a count keeps its own. */
function withPages(document: DocumentNode): DocumentNode {
  const size = { kind: Kind.INT, value: PAGE } as const;
  const variables = new Set<string>();
  const sized = visit(document, {
    Field: (field) => {
      const first = field.arguments?.find(({ name }) => name.value === 'first');
      if (first === undefined || !asksForItems(field)) return undefined;
      if (first.value.kind === Kind.VARIABLE) variables.add(first.value.name.value);
      else return { ...field, arguments: field.arguments?.map((one) => (one === first ? { ...one, value: size } : one)) };
      return undefined;
    },
  });
  return visit(sized, {
    VariableDefinition: (given) => (variables.has(given.variable.name.value) ? { ...given, defaultValue: size } : undefined),
  });
}

function asksForItems({ selectionSet }: FieldNode): boolean {
  return selectionSet?.selections.some((one) => one.kind === Kind.FIELD && ['nodes', 'edges'].includes(one.name.value)) === true;
}
