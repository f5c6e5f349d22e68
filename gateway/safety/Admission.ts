import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { JsonObject } from '../json';
import type { Supergraph } from '../Supergraph';
import { Costs } from './Costs';
import { Demand } from './demand';
import { Documents } from './Documents';
import { defaultLimits, type OperationLimits } from './limits';
import { PersistedQueries } from './PersistedQueries';
import type { Left, Rates } from './rates';
import { LimitError } from './refusals';
import { problemOfValues } from './text';
import { TrustedDocuments } from './TrustedDocuments';

interface Parts {
  /** Declares what fields cost. */
  readonly supergraph: Supergraph;
  readonly limits: Partial<OperationLimits>;
  readonly trusted: TrustedDocuments | undefined;
  readonly production: boolean;
  readonly rates: Rates;
}

/** An operation of a document that was read, with what its request brings. */
interface Asked {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly variables: JsonObject;
  /** Whose budget pays for it. */
  readonly budget: string;
}

/** What an operation costs; told in extensions.cost. */
export interface Price {
  readonly requested: number;
  /** For one operation. */
  readonly limit: number;
  /** Of the caller, for this minute. */
  readonly remaining?: number;
}

/** Decides whether an operation is executed at all, by whatever way it came. */
export class Admission {
  readonly documents: Documents;
  readonly persisted: PersistedQueries;
  private readonly limits: OperationLimits;
  private readonly costs: Costs;
  private readonly rates: Rates;

  constructor({ supergraph, limits, trusted = new TrustedDocuments(), production, rates }: Parts) {
    const { apiSchema: schema, sdl } = supergraph;
    this.limits = { ...defaultLimits, ...limits };
    this.documents = new Documents(schema, this.limits, trusted, production);
    this.persisted = new PersistedQueries(this.documents, trusted);
    this.costs = new Costs(schema, new Demand(sdl));
    this.rates = rates;
  }

  /** Counts an operation that is no request of HTTP as one. @throws LimitError RATE_LIMITED */
  async count(budget: string): Promise<void> {
    await this.rates.request(budget, 1);
  }

  /** Null: its variables do not fit, which its execution will tell. @throws LimitError */
  async admit({ document, definition, variables, budget }: Asked): Promise<Price | null> {
    const { maxVariableDepth, maxCost: limit } = this.limits;
    const problem = problemOfValues(variables, maxVariableDepth);
    if (problem === 'TOO_DEEP') throw new LimitError('VARIABLES_TOO_DEEP', `variables have at most ${String(maxVariableDepth)} levels`);
    if (problem === 'UNCLEAN') throw new LimitError('BAD_CHARACTERS', 'a text of the variables has a NUL or half of a surrogate pair');
    const requested = this.costs.of(document, definition, variables);
    if (requested === null) return null;
    if (requested > limit) {
      const message = `the operation costs ${String(requested)}, and ${String(limit)} is the most for one; ask for smaller pages, or for less in each`;
      throw new LimitError('OPERATION_TOO_COSTLY', message, 400, {}, { cost: { requested, limit } });
    }
    const left: Left | null = await this.rates.operation(budget, requested);
    return left === null ? { requested, limit } : { requested, limit, remaining: left.remaining };
  }
}
