import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { Asked } from '../shared/database/asked';
import { formatSubgraphError } from '../shared/errors';
import type { Run } from './compiling';

export interface SubgraphRequest {
  readonly query: string | DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What resolvers get; told when the operation may write. */
interface Writable {
  usePrimary(): unknown;
  asked: Asked | null;
}

/** A document that was found valid. */
interface Seen {
  readonly document: DocumentNode;
  /** Whatever operation of it is named. */
  readonly readsOnly: boolean;
  /** Null where it may write. */
  readonly asked: Asked | null;
  times: number;
  /** Compiled; null: not yet, or it cannot be. */
  run: Run | null;
}

const MOST_SEEN = 1000;
/** To compile costs as much as some executions: it is done for what is asked again. */
const COMPILED_AT = 3;

/**
 * Executes a subgraph's operations without HTTP. A document is validated once, and a query that is asked again is compiled to code,
 * which executes lists of entities several times faster.
 */
export function executor(
  schema: GraphQLSchema,
  contextOf: (headers: SubgraphRequest['headers']) => Writable | Promise<Writable>,
): (request: SubgraphRequest) => Promise<ExecutionResult> {
  const seen = new Map<string | DocumentNode, Seen>();
  const know = (query: string | DocumentNode): Seen | readonly GraphQLError[] => {
    const known = seen.get(query);
    if (known !== undefined) return known;
    const document = typeof query === 'string' ? parse(query) : query;
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    if (seen.size >= MOST_SEEN) seen.clear();
    const readsOnly = document.definitions.every((one) => one.kind !== Kind.OPERATION_DEFINITION || isQuery(one));
    const added = { document, readsOnly, asked: readsOnly ? Asked.in(document, schema) : null, times: 0, run: null };
    seen.set(query, added);
    return added;
  };
  return async ({ query, variables = {}, operationName, headers }) => {
    const known = know(query);
    if (!('document' in known)) return { errors: known };
    const { document } = known;
    known.times += 1;
    if (known.times === COMPILED_AT && isSingleQuery(document)) {
      const { compiled } = await import('./compiling.ts'); // and the compiler, when there is something to compile
      known.run = compiled(schema, document);
    }
    try {
      const context = contextOf(headers);
      const contextValue = context instanceof Promise ? await context : context;
      if (!known.readsOnly && !isQuery(getOperationAST(document, operationName))) contextValue.usePrimary();
      contextValue.asked = known.asked;
      const { run } = known;
      const running = run === null ? null : run(contextValue, variables);
      const result = running instanceof Promise ? await running : running;
      // Without data nothing was executed: the variables do not fit, which graphql-js tells as it does elsewhere.
      if (result === null || result.data === undefined)
        return formatted(await execute({ schema, document, variableValues: variables, operationName, contextValue }));
      return formatted(result);
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
}

function isSingleQuery({ definitions }: DocumentNode): boolean {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operations.length === 1 && isQuery(operations[0]);
}

function isQuery(operation: OperationDefinitionNode | null | undefined): boolean {
  return operation?.operation === OperationTypeNode.QUERY;
}

function formatted(result: ExecutionResult): ExecutionResult {
  return result.errors === undefined ? result : { ...result, errors: result.errors.map((error) => formatSubgraphError(error)) };
}
