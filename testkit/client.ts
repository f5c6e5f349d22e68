import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql/language/printer';

export interface GraphError {
  readonly message: string;
  readonly path?: ReadonlyArray<string | number>;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** What the graph answers over HTTP. */
export interface Answer<Data> {
  readonly status: number;
  /** Holes are null, and `errors` tells why; with nothing to tell it is null or missing as a whole. */
  readonly data: Data;
  readonly errors?: readonly GraphError[];
}

export interface AskOptions {
  /** The day asked about, instead of the graph's today. */
  readonly asOf?: string;
  /** In which refusals are worded. Default Vietnamese. */
  readonly language?: 'VI' | 'EN';
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Variables may be left out where the operation needs none. */
type Asked<Variables> = object extends Variables
  ? [variables?: Variables, options?: AskOptions]
  : [variables: Variables, options?: AskOptions];

/** Somebody who asks the graph over HTTP, like any other program. */
export interface Client {
  /** Answers `any` data for a text; typed data for an operation of `ketnoi/operations` or of your own code generator. */
  ask<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, ...asked: Asked<Variables>): Promise<Answer<Data>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer to a text is as free as the text
  ask<Data = any>(operation: string, variables?: Readonly<Record<string, unknown>>, options?: AskOptions): Promise<Answer<Data>>;
}

export function clientOf(url: string, token: string | null): Client {
  const ask = async (
    operation: string | TypedDocumentNode<unknown, unknown>,
    variables?: unknown,
    { asOf, language, operationName, headers }: AskOptions = {},
  ): Promise<Answer<unknown>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(asOf === undefined ? {} : { 'as-of': asOf }),
        ...(language === undefined ? {} : { 'accept-language': language.toLowerCase() }),
        ...headers,
      },
      body: JSON.stringify({ query: typeof operation === 'string' ? operation : print(operation), variables, operationName }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer<unknown>, 'status'>) };
  };
  return { ask: ask };
}
