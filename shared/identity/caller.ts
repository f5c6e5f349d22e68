import { GraphQLError } from 'graphql';

/** What a token lets its agency do; ADMIN stands for all of them. */
export const roles = ['REPORTER', 'VERIFIER', 'EDITOR', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** Who sends a request: an agency and what it may do, by a verified token. */
export interface Caller {
  readonly agencyId: string;
  readonly roles: ReadonlySet<Role>;
}

/**
 * Who a request with this Authorization header comes from; null: anybody, it has none.
 * Answers at once where there is nothing to verify.
 * @throws GraphQLError UNAUTHENTICATED; ISSUER_UNREACHABLE when the keys cannot be fetched
 */
export type Identify = (authorization: string | undefined) => Caller | null | Promise<Caller>;

/** The caller is not known. At HTTP this is 401. */
export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
}
