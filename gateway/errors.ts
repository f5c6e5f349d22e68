import { GraphQLError } from 'graphql';
import { isRecord } from './json';

export type SubgraphErrorCode = 'SUBGRAPH_UNREACHABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_BAD_RESPONSE' | 'SUBGRAPH_ERROR';

/** What a client is told of a failure. */
export interface Complaint {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A subgraph gave no usable answer. The message is for the log; a client is told the complaint. */
export class SubgraphFailure extends Error {
  readonly complaint: Complaint;

  constructor(
    readonly code: SubgraphErrorCode,
    subgraph: string,
    detail: string,
  ) {
    super(`subgraph ${subgraph}: ${detail}`);
    this.name = 'SubgraphFailure';
    this.complaint = complaintAbout(code, subgraph);
  }
}

const words: Record<SubgraphErrorCode, (subgraph: string) => string> = {
  SUBGRAPH_UNREACHABLE: (subgraph) => `the subgraph "${subgraph}" cannot be reached; try again later`,
  SUBGRAPH_TIMEOUT: (subgraph) => `the subgraph "${subgraph}" did not answer in time; try again later, or ask for less`,
  SUBGRAPH_BAD_RESPONSE: (subgraph) => `the subgraph "${subgraph}" gave an answer that does not fit the schema`,
  SUBGRAPH_ERROR: (subgraph) => `the subgraph "${subgraph}" could not answer`,
};

function complaintAbout(code: SubgraphErrorCode, subgraph: string): Complaint {
  return { message: words[code](subgraph), extensions: { code, subgraph } };
}

/** A value that fits the schema nowhere, found when the whole answer was put together. */
export const MISFIT: Complaint = {
  message: 'a subgraph gave an answer that does not fit the schema',
  extensions: { code: 'SUBGRAPH_BAD_RESPONSE' },
};

/** Codes under which a server reports what it did not foresee; their messages were not written for clients. */
const UNFORESEEN = /^(INTERNAL(_.*)?|UNEXPECTED(_.*)?|UNKNOWN(_.*)?|DOWNSTREAM_SERVICE_ERROR)$/;
const CODE = /^[A-Z][A-Z0-9_]{1,63}$/;
const MESSAGE_LIMIT = 2000;

/** What a client is told of an error a subgraph reports: its own words if it gave them a code, else only that it failed. */
export function complaintFrom(subgraph: string, error: unknown): Complaint {
  const extensions = isRecord(error) && isRecord(error.extensions) ? error.extensions : {};
  const { code, argumentPath } = extensions;
  if (!isRecord(error) || typeof error.message !== 'string' || typeof code !== 'string' || !CODE.test(code) || UNFORESEEN.test(code)) {
    return complaintAbout('SUBGRAPH_ERROR', subgraph);
  }
  const told = isPath(argumentPath) ? { code, argumentPath } : { code };
  return { message: error.message.slice(0, MESSAGE_LIMIT), extensions: told };
}

export function isPath(value: unknown): value is (string | number)[] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

const unplannable = {
  OPERATION_TOO_COMPLEX: 'the operation takes too long to plan; ask for less, or split it',
  OPERATION_NOT_PLANNABLE: 'no way was found to answer the operation from the subgraphs; split it, or ask for its parts another way',
};

/** The planner gave up. The cause is for the log. */
export class UnplannableError extends GraphQLError {
  constructor(code: keyof typeof unplannable, cause: unknown) {
    super(unplannable[code], { extensions: { code, http: { status: 400 } }, originalError: cause instanceof Error ? cause : undefined });
  }
}
