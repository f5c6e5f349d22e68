import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { Kind, print, visit, type ASTNode, type DocumentNode } from 'graphql';
import type { Telemetry } from '../../shared/telemetry/Telemetry';
import type { Told } from '../../shared/telemetry/requests';
import type { RequestContext } from '../apollo';
import { isRecord } from '../json';
import { budgetFor } from '../safety/requests';

/** What became of the operation of a request. */
export interface Seen {
  type: string | null;
  name: string | null;
  cost: number | null;
  errors: readonly string[];
  document: DocumentNode | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null: it brought none, or nobody wants to know. */
    seen: Seen | null;
  }
}

/** Names that clients gave their operations, as a label of metrics: so many, for each is a series of its own. */
const MAX_NAMES = 200;
const LONGEST_NAME = 100;
const LONGEST_DOCUMENT = 4000;
const NONE: readonly string[] = [];

/** Notes what is asked and what comes of it, for the log, the span and the metrics. */
export function operationsPlugin(telemetry: Telemetry | null): ApolloServerPlugin<RequestContext> {
  const names = new Set<string>();
  const label = (name: string): string => {
    if (names.size < MAX_NAMES) names.add(name);
    return names.has(name) ? name : '_other';
  };
  return {
    requestDidStart: () => {
      const begun = performance.now();
      return Promise.resolve({
        willSendResponse: ({ operation, operationName, document, response, contextValue: { seen } }) => {
          const { body } = response;
          const { errors = [], extensions } = body.kind === 'single' ? body.singleResult : body.initialResult;
          const codes = errors.length === 0 ? NONE : [...new Set(errors.map(({ extensions: about }) => String(about?.code)))];
          const name = operationName?.slice(0, LONGEST_NAME) ?? null;
          const type = operation?.operation ?? null;
          const cost = isRecord(extensions?.cost) && typeof extensions.cost.requested === 'number' ? extensions.cost.requested : null;
          if (seen !== undefined && seen !== null) Object.assign(seen, { type, name, cost, errors: codes, document: document ?? null });
          if (telemetry !== null) {
            const attributes: Record<string, string> = { 'graphql.operation.type': type ?? '_none' };
            if (name !== null) attributes['graphql.operation.name'] = label(name);
            if (codes[0] !== undefined) attributes['error.type'] = codes[0];
            telemetry.operationDuration.record((performance.now() - begun) / 1000, attributes);
            if (cost !== null) telemetry.operationCost.record(cost, { 'graphql.operation.type': type ?? '_none' });
          }
          return Promise.resolve();
        },
      });
    },
  };
}

/** What is told of a request to the gateway: neither values nor tokens. */
export function tellOperation(request: FastifyRequest, slow: boolean): Told {
  const caller = budgetFor(request);
  const { seen } = request;
  if (seen?.type === undefined || seen.type === null) return { fields: { caller } };
  const { type, name, cost, errors, document } = seen;
  const attributes: Record<string, string | number> = { 'graphql.operation.type': type };
  if (name !== null) attributes['graphql.operation.name'] = name;
  if (cost !== null) attributes['ketnoi.operation.cost'] = cost;
  if (errors.length > 0) attributes['ketnoi.operation.errors'] = errors.join();
  const text = slow && document !== null ? withoutValues(document) : undefined;
  return { attributes, fields: { caller, operation: name, type, cost, errors, document: text } };
}

/** Clients may write values into the operation itself. */
function withoutValues(document: DocumentNode): string {
  const hidden = (): ASTNode => ({ kind: Kind.ENUM, value: '_' });
  const text = print(visit(document, { IntValue: hidden, FloatValue: hidden, StringValue: { enter: hidden } }));
  return text.length > LONGEST_DOCUMENT ? `${text.slice(0, LONGEST_DOCUMENT)}…` : text;
}
