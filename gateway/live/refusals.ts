import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError } from 'graphql';
import { UnplannableError } from '../errors';

/** What a client is told of why an operation cannot be started or cannot go on. What nobody foresaw is told to the log only. */
export function refusalsOf(error: unknown, log: FastifyBaseLogger): GraphQLError[] {
  if (error instanceof UnplannableError) log.warn({ err: error.originalError }, error.message);
  if (error instanceof GraphQLError) return [error];
  if (error instanceof AggregateError && error.errors.every((one) => one instanceof GraphQLError)) return error.errors;
  const logId = randomUUID();
  log.error({ err: error, logId }, 'unforeseen error while answering an operation');
  return [new GraphQLError(`something went wrong; the log has it as ${logId}`, { extensions: { code: 'INTERNAL', logId } })];
}
