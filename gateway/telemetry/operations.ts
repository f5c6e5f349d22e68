import type { GraphQLRequestContext } from '@apollo/server';
import { Kind, print, visit, type ASTNode, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import type { Series } from '../../shared/telemetry/Distribution';
import type { Observation } from '../../shared/telemetry/Observation';
import type { Telemetry } from '../../shared/telemetry/Telemetry';
import { watchesRequests, type Teller } from '../../shared/telemetry/requests';
import type { RequestContext } from '../apollo';
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

/** Is told of each operation when it is answered: what was asked, with what errors, how long it took (ms), and what it cost. */
export type OperationWatch = (
  asked: Pick<GraphQLRequestContext<RequestContext>, 'operation' | 'operationName' | 'document' | 'contextValue'>,
  errors: readonly GraphQLFormattedError[] | undefined,
  ms: number,
  cost: number | null,
) => void;

/** Notes what is asked and what comes of it, for the log, the span and the metrics. Null: nobody wants to know. */
export function watchOperations(observation: Observation | undefined): OperationWatch | null {
  if (observation === undefined || !watchesRequests(observation)) return null;
  const { telemetry } = observation;
  const measured = telemetry === null ? null : new Measured(telemetry);
  return ({ operation, operationName, document, contextValue: { seen } }, errors, ms, cost) => {
    const codes = errors === undefined ? NONE : [...new Set(errors.map(({ extensions }) => String(extensions?.code)))];
    const name = operationName?.slice(0, LONGEST_NAME) ?? null;
    const type = operation?.operation ?? null;
    if (seen !== undefined && seen !== null) {
      seen.type = type;
      seen.name = name;
      seen.cost = cost;
      seen.errors = codes;
      seen.document = document ?? null;
    }
    measured?.record(type ?? '_none', name, codes[0], ms / 1000, cost);
  };
}

/** Duration and cost of operations, by what they are. */
class Measured {
  private readonly types = new Map<string, OfType>();
  private readonly names = new Set<string>();

  constructor(private readonly telemetry: Telemetry) {}

  record(type: string, name: string | null, error: string | undefined, seconds: number, cost: number | null): void {
    const { telemetry } = this;
    let ofType = this.types.get(type);
    if (ofType === undefined) {
      ofType = { costs: telemetry.operationCost.under({ 'graphql.operation.type': type }), durations: new Map() };
      this.types.set(type, ofType);
    }
    const durations = ofType.durations.get(name) ?? this.durationsOf(type, name, ofType);
    if (error === undefined) durations.record(seconds);
    else telemetry.operationDuration.under({ ...durations.attributes, 'error.type': error }).record(seconds);
    if (cost !== null) ofType.costs.record(cost);
  }

  private durationsOf(type: string, name: string | null, { durations }: OfType): Series {
    const label = name === null || this.names.has(name) || this.names.size < MAX_NAMES ? name : '_other';
    if (label !== null) this.names.add(label);
    let series = durations.get(label);
    if (series === undefined) {
      const attributes = { 'graphql.operation.type': type, ...(label === null ? {} : { 'graphql.operation.name': label }) };
      series = this.telemetry.operationDuration.under(attributes);
      durations.set(label, series);
    }
    return series;
  }
}

interface OfType {
  readonly costs: Series;
  /** By the names of operations, as far as they are told apart; null: those without a name. */
  readonly durations: Map<string | null, Series>;
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
