import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestListener, type GraphQLResponse } from '@apollo/server';
import { parse, type DocumentNode, type GraphQLError } from 'graphql';
import type { RequestContext } from '../apollo';
import type { Admission, Price } from './Admission';
import type { Documents } from './Documents';
import type { OperationWatch } from '../telemetry/operations';
import { LimitError } from './refusals';

/** Stands for a document that is refused: Apollo Server is to read and check none itself. */
const REFUSED = parse('{ __typename }');

/** Documents as they were read, in the form of a store of Apollo Server. */
export function documentStore(documents: Documents): {
  get(key: string): Promise<DocumentNode>;
  set(): Promise<void>;
  delete(): Promise<boolean>;
} {
  return {
    get: (key) => {
      const checked = documents.recall(key.slice(key.lastIndexOf(':') + 1));
      return Promise.resolve(checked !== undefined && 'document' in checked ? checked.document : REFUSED);
    },
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  };
}

/**
 * Admits operations, tells what they cost, and sends those that are refused away before anything of them is executed.
 * @param watch told here what became of them: another plugin would cost each operation some promises more
 */
export function admissionPlugin(admission: Admission, watch: OperationWatch | null): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () => Promise.resolve(listener(admission, watch)),
  };
}

function listener(admission: Admission, watch: OperationWatch | null): GraphQLRequestListener<RequestContext> {
  const begun = performance.now();
  let refusals: readonly GraphQLError[] = [];
  let price: Price | null = null;
  return {
    didResolveSource: ({ source, queryHash }) => {
      const checked = admission.documents.read(source, queryHash);
      if ('refusals' in checked) refusals = checked.refusals;
      return Promise.resolve();
    },
    responseForOperation: async ({ document, operation, request, contextValue }) => {
      if (refusals.length > 0) return refused(refusals);
      // Declared always; there is none when the request names one the document lacks.
      const definition = operation as typeof operation | undefined;
      if (definition === undefined) return null;
      try {
        price = await admission.admit({ document, definition, variables: request.variables ?? {}, budget: contextValue.budget });
        return null;
      } catch (error) {
        if (error instanceof LimitError) return refused([error]);
        throw error;
      }
    },
    willSendResponse: (asked) => {
      const { contextValue } = asked;
      const { body, http } = asked.response;
      if (body.kind !== 'single') return Promise.resolve();
      const { singleResult } = body;
      if (price !== null) singleResult.extensions = { ...singleResult.extensions, cost: price };
      if (http.status === 400 && singleResult.errors?.every(({ extensions }) => WELL_FORMED.has(String(extensions?.code))) === true)
        http.status = takesPlainJson(contextValue.accept) ? 200 : 400;
      watch?.(asked, singleResult.errors, performance.now() - begun, price?.requested ?? null);
      return Promise.resolve();
    },
  };
}

function refused(errors: readonly GraphQLError[]): GraphQLResponse {
  const [first] = errors;
  const { status, headers } = first instanceof LimitError ? first : { status: 400, headers: {} };
  return {
    http: { status, headers: new HeaderMap(Object.entries(headers)) },
    body: { kind: 'single', singleResult: { errors: errors.map((error) => error.toJSON()) } },
  };
}

/** Of requests that HTTP finds nothing wrong with. */
const WELL_FORMED: ReadonlySet<string> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** GraphQL over HTTP, 6.4.1: in the old media type, what is wrong with an operation is no matter of HTTP. */
function takesPlainJson(accept = ''): boolean {
  const types = accept.split(',').map((one) => one.split(';')[0]?.trim().toLowerCase());
  return types.find((type) => type === 'application/json' || type === 'application/graphql-response+json') === 'application/json';
}
