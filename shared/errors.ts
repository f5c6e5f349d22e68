import { GraphQLError } from 'graphql';
import { randomUUID } from 'node:crypto';

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

/** What PostgreSQL and its client say when the store is in trouble, and what a client is told of it. */
const troubles: ReadonlyArray<readonly [code: string, told: string, states: RegExp, words?: RegExp]> = [
  [
    'STORE_UNAVAILABLE',
    'the store cannot be reached just now; send the request again, a write with the same idempotencyKey',
    /^(08...|57P0[1-5]|25P03|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH)|EAI_AGAIN)$/,
    /^(Connection terminated|Client has encountered a connection error|Driver not Connected|(Query runner|Database connection provided by a query runner was) already released)/,
  ],
  [
    'STORE_BUSY',
    'the store has too much to do just now; nothing was recorded, send the request again later',
    /^(53300|53400|55P03|57014)$/,
    /^timeout exceeded when trying to connect/,
  ],
  ['STORE_FULL', 'the store can take nothing more just now; nothing was recorded', /^(53...|58030)$/],
];

/** Null when it is none of the store's troubles. */
function troubleOf(error: Error): GraphQLError | null {
  const { code } = error as { code?: unknown };
  const found = troubles.find(
    ([, , states, words]) => (typeof code === 'string' && states.test(code)) || words?.test(error.message) === true,
  );
  return found === undefined ? null : new GraphQLError(found[1], { extensions: { code: found[0] } });
}

/** What a client sees of an error in a subgraph: refusals and troubles of the store as they are, anything else only under a log id. */
export function formatSubgraphError(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  if (originalError === undefined || originalError instanceof GraphQLError || typeof error.extensions.code === 'string') return error;
  const trouble = troubleOf(originalError);
  if (trouble !== null) {
    process.stderr.write(`${trouble.extensions.code as string}: ${originalError.message}\n`);
    return new GraphQLError(trouble.message, { nodes: error.nodes, path: error.path, extensions: trouble.extensions });
  }
  const logId = randomUUID();
  process.stderr.write(`[${logId}] ${originalError.stack ?? originalError.message}\n`);
  return new GraphQLError(`something went wrong here; the log has it under ${logId}`, {
    nodes: error.nodes,
    path: error.path,
    extensions: { code: 'INTERNAL', logId },
  });
}
