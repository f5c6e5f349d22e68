import type { ApolloServer } from '@apollo/server';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type FormattedExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { Stream, StreamedResult } from '../../shared/eventStream';
import type { RequestContext } from '../apollo';
import type { Executor, LiveAnswer } from '../execution/Executor';
import { changed } from '../execution/stoppable';
import type { Admission } from '../safety/Admission';
import { tooMany, type LiveLimits } from './limits';

/** An operation as a client sends it over a connection that stays open. */
export interface LiveRequest {
  readonly query?: string | null;
  /** Instead of a query: the hash of a document that is known. */
  readonly documentId?: unknown;
  readonly extensions?: unknown;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  /** Whether it counts as a request of its own: one of many over a connection. */
  readonly counts: boolean;
  /** Whose budget the operation uses. */
  readonly budget: string;
  /** Handed on to every subgraph. */
  readonly headers: Readonly<Record<string, string>>;
}

interface ReadOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

/** Operations over connections that stay open: subscriptions, counted, and queries as over HTTP; no mutations. */
export class LiveOperations {
  /** Subscriptions under way. */
  count = 0;

  constructor(
    private readonly executor: Executor,
    private readonly apollo: ApolloServer<RequestContext>,
    private readonly admission: Admission,
    private readonly limits: LiveLimits,
  ) {}

  /**
   * @param positions whether the reader can take a position that stands by itself
   * @throws GraphQLError or AggregateError of them: why it cannot be started
   */
  async start(request: LiveRequest, positions: boolean): Promise<FormattedExecutionResult | Stream<StreamedResult>> {
    if (request.counts) await this.admission.count(request.budget);
    const query = this.admission.persisted.textOf(request);
    const { document, definition } = this.read(query, request.operationName);
    const { headers, budget } = request;
    const variables = { ...request.variables };
    if (definition.operation === OperationTypeNode.MUTATION)
      throw refusal('BAD_REQUEST', 'mutations are not taken over connections that stay open; send them with POST to /graphql');
    if (definition.operation === OperationTypeNode.QUERY) {
      const operationName = request.operationName ?? undefined;
      const { body } = await this.apollo.executeOperation({ query, variables, operationName }, { contextValue: { headers, budget } });
      return body.kind === 'single' ? body.singleResult : { errors: [] };
    }
    await this.admission.admit({ document, definition, variables, budget });
    if (this.count >= this.limits.maxSubscriptions) throw tooMany(this.limits.maxSubscriptions, 'this server');
    this.count += 1;
    const release = (): void => {
      this.count -= 1;
    };
    try {
      const answers = await this.executor.subscribe({ document, definition, variables, headers });
      return changed(answers, (answer) => streamed(answer, positions), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  private read(query: string, operationName: string | null | undefined): ReadOperation {
    const checked = this.admission.documents.read(query);
    if ('refusals' in checked) throw new AggregateError(checked.refusals);
    const definition = getOperationAST(checked.document, operationName);
    if (definition) return { document: checked.document, definition };
    throw refusal('OPERATION_RESOLUTION_FAILURE', 'the request names no operation of its document; give operationName');
  }
}

function streamed({ result, resumeAfter }: LiveAnswer, positions: boolean): StreamedResult | null {
  if (!positions || resumeAfter === null) return result;
  return { ...result, extensions: { resumeAfter } };
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
