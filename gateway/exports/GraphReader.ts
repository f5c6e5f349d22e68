import {
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isPath } from '../errors';
import type { Executor } from '../execution/Executor';
import { isRecord } from '../json';
import { Refusal } from './Refusal';

/** A page of a list, as every list of the graph has it. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The page of a question that asks for it under the name `list`. */
export function pageIn<Row>(data: unknown): Page<Row> {
  return (data as { list: Page<Row> }).list;
}

/** A document that fits the schema, with one operation. */
export interface Question {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
}

/** What an answer depends on besides its document. */
export interface Asking {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks the graph from inside the gateway, the way a client does. */
export class GraphReader {
  constructor(
    readonly schema: GraphQLSchema,
    private readonly executor: Pick<Executor, 'execute'>,
  ) {}

  /** The question, or null where the schema lacks something it asks for: the gateway may serve another graph. */
  question(source: string): Question | null {
    const document = parse(source, { noLocation: true });
    const definition = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
    return definition === undefined || validate(this.schema, document).length > 0 ? null : { document, definition };
  }

  /** @throws Refusal when anything at all is missing from the answer: an export with holes looks whole */
  async ask({ document, definition }: Question, { variables, headers }: Asking): Promise<unknown> {
    const { data, errors } = await this.execute(document, definition, variables, headers);
    const [error] = errors ?? [];
    if (error !== undefined) throw refusalFor(error);
    return data;
  }

  /** The items of a list, asked for page by page as they are taken. `pageOf` finds the page in an answer. */
  async *rows<Row>(question: Question, asking: Asking, pageOf: (data: unknown) => Page<Row>): AsyncGenerator<Row, void, undefined> {
    let after: string | null = null;
    do {
      const data = await this.ask(question, { ...asking, variables: { ...asking.variables, after } });
      const { nodes, pageInfo }: Page<Row> = pageOf(data);
      yield* nodes;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
  }

  private async execute(
    document: DocumentNode,
    definition: OperationDefinitionNode,
    variables: Asking['variables'],
    headers: Asking['headers'],
  ): Promise<ExecutionResult> {
    try {
      return await this.executor.execute({ document, definition, variables, headers });
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }
}

/** Fetches the first item now, so that a refusal comes before anything is sent. */
export async function started<Row>(rows: AsyncGenerator<Row, void, undefined>): Promise<AsyncGenerator<Row, void, undefined>> {
  const first = await rows.next();
  return (async function* () {
    try {
      if (first.done === true) return;
      yield first.value;
      yield* rows;
    } finally {
      await rows.return();
    }
  })();
}

const STATUS: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  ISSUER_UNREACHABLE: 503,
  FORBIDDEN: 403,
  SUBGRAPH_UNREACHABLE: 503,
  SUBGRAPH_TIMEOUT: 504,
  SUBGRAPH_BAD_RESPONSE: 502,
  SUBGRAPH_ERROR: 502,
};

function refusalFor({ message, extensions }: GraphQLError): Refusal {
  const { code, argumentPath } = isRecord(extensions) ? extensions : {};
  const known = typeof code === 'string' ? STATUS[code] : undefined;
  if (typeof code !== 'string' || known === undefined) throw new Error(`an export could not be asked for: ${message}`);
  return new Refusal(known, code, message, isPath(argumentPath) ? argumentPath : undefined);
}
