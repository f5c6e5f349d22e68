import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, print, visit, type ASTNode, type DocumentNode } from 'graphql';
import type { Series } from '../../shared/telemetry/Measure';
import type { Telemetry } from '../../shared/telemetry/Telemetry';
import type { Teller } from '../../shared/telemetry/requests';
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
  const measured = telemetry === null ? null : new Measured(telemetry);
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
          measured?.record(type ?? '_none', name, codes[0], (performance.now() - begun) / 1000, cost);
          return Promise.resolve();
        },
      });
    },
  };
}

/** Duration and cost of operations, by what they are. */
class Measured {
  private readonly names = new Set<string>();
  private readonly durations = new Map<string, Series>();
  private readonly costs = new Map<string, Series>();

  constructor(private readonly telemetry: Telemetry) {}

  record(type: string, name: string | null, error: string | undefined, seconds: number, cost: number | null): void {
    const label = name === null ? null : this.labelOf(name);
    this.durationOf(type, label, error).record(seconds);
    if (cost === null) return;
    let series = this.costs.get(type);
    if (series === undefined) this.costs.set(type, (series = this.telemetry.operationCost.under({ 'graphql.operation.type': type })));
    series.record(cost);
  }

  private durationOf(type: string, label: string | null, error: string | undefined): Series {
    const key = label === null ? type : `${type} ${label}`;
    const known = error === undefined ? this.durations.get(key) : undefined;
    if (known !== undefined) return known;
    const attributes: Record<string, string> = { 'graphql.operation.type': type };
    if (label !== null) attributes['graphql.operation.name'] = label;
    if (error !== undefined) return this.telemetry.operationDuration.under({ ...attributes, 'error.type': error });
    const series = this.telemetry.operationDuration.under(attributes);
    this.durations.set(key, series);
    return series;
  }

  private labelOf(name: string): string {
    if (this.names.size < MAX_NAMES) this.names.add(name);
    return this.names.has(name) ? name : '_other';
  }
}

/** What is told of a request to the gateway: neither values nor tokens. */
export const operationTeller: Teller = {
  attributes: ({ seen }) => {
    if (seen?.type === undefined || seen.type === null) return {};
    const { type, name, cost, errors } = seen;
    const attributes: Record<string, string | number> = { 'graphql.operation.type': type };
    if (name !== null) attributes['graphql.operation.name'] = name;
    if (cost !== null) attributes['ketnoi.operation.cost'] = cost;
    if (errors.length > 0) attributes['ketnoi.operation.errors'] = errors.join();
    return attributes;
  },
  fields: (request, slow) => {
    const caller = budgetFor(request);
    const { seen } = request;
    if (seen?.type === undefined || seen.type === null) return { caller };
    const { type, name, cost, errors, document } = seen;
    const text = slow && document !== null ? withoutValues(document) : undefined;
    return { caller, operation: name, type, cost, errors, document: text };
  },
};

/** Clients may write values into the operation itself. */
function withoutValues(document: DocumentNode): string {
  const hidden = (): ASTNode => ({ kind: Kind.ENUM, value: '_' });
  const text = print(visit(document, { IntValue: hidden, FloatValue: hidden, StringValue: { enter: hidden } }));
  return text.length > LONGEST_DOCUMENT ? `${text.slice(0, LONGEST_DOCUMENT)}…` : text;
}
