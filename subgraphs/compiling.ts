import { GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

export type Run = (contextValue: unknown, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult> | ExecutionResult;

/** Makes code of a single query; null for one that this cannot be done with. */
export function compiled(schema: GraphQLSchema, document: DocumentNode): Run | null {
  const made = compileQuery(schema, document);
  if (!isCompiledQuery(made)) return null;
  const told = ({ data, errors }: ExecutionResult): ExecutionResult =>
    errors === undefined ? { data } : { data, errors: errors.map(ofGraphqlJs) };
  return (contextValue, variables) => {
    const result = made.query(undefined, contextValue, variables);
    return result instanceof Promise ? result.then(told) : told(result);
  };
}

function ofGraphqlJs({ message, path, originalError, extensions }: Partial<GraphQLError>): GraphQLError {
  return new GraphQLError(message ?? '', { path, originalError, extensions });
}
