import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { isRecord } from '../json';
import type { Documents } from './Documents';
import { sha256, type TrustedDocuments } from './TrustedDocuments';

const MOST_CHARACTERS = 2_000_000;
const MISMATCH = 'the SHA-256 that was sent is not that of the operation';
const HASH = /^[0-9a-f]{64}$/;

/**
 * Documents that clients name by their SHA-256 (automatic persisted queries): those that were registered, and those that
 * some client sent with their hash not long ago. Apollo Server compares hash and text before it stores anything.
 */
export class PersistedQueries {
  private readonly sent = new LRUCache<string, string>({ maxSize: MOST_CHARACTERS, sizeCalculation: (text) => text.length + 1 });

  constructor(
    private readonly documents: Documents,
    private readonly trusted: TrustedDocuments,
  ) {}

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.find(hashIn(key)));
  }

  /** Keeps what was found fit to be executed, and nothing else. */
  set(key: string, text: string): Promise<void> {
    const checked = this.documents.recall(hashIn(key));
    if (checked !== undefined && 'document' in checked) this.sent.set(hashIn(key), text);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.sent.delete(hashIn(key)));
  }

  /** The text of a request that may name it instead. @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_MISMATCH */
  textOf(request: { readonly query?: unknown; readonly documentId?: unknown; readonly extensions?: unknown }): string {
    const { query } = request;
    const hash = hashOf(request);
    if (typeof query === 'string' && query !== '') {
      if (hash === null || hash === sha256(query)) return query;
      throw new GraphQLError(MISMATCH, { extensions: { code: 'PERSISTED_QUERY_MISMATCH' } });
    }
    const text = this.find(hash ?? '');
    if (text !== undefined) return text;
    throw new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
  }

  private find(hash: string): string | undefined {
    return this.trusted.get(hash) ?? this.sent.get(hash);
  }
}

/** Apollo Server puts a word and a colon before its keys. */
function hashIn(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

/** The hash by which a request names its document; null: it names none. */
function hashOf({ documentId, extensions }: { readonly documentId?: unknown; readonly extensions?: unknown }): string | null {
  const given = typeof documentId === 'string' ? documentId.replace(/^sha256:/, '') : persisted(extensions);
  return typeof given === 'string' && HASH.test(given) ? given : null;
}

function persisted(extensions: unknown): unknown {
  return isRecord(extensions) && isRecord(extensions.persistedQuery) ? extensions.persistedQuery.sha256Hash : undefined;
}

/** The extension that says the same as a `documentId`. */
export function extensionFor(documentId: string): { readonly persistedQuery: { readonly version: 1; readonly sha256Hash: string } } {
  return { persistedQuery: { version: 1, sha256Hash: documentId.replace(/^sha256:/, '') } };
}

/** Apollo Server refuses these without a code. */
export const persistedQueryCodes: ReadonlyMap<string, readonly [code: string, message: string]> = new Map([
  ['provided sha does not match query', ['PERSISTED_QUERY_MISMATCH', MISMATCH]],
  ['Unsupported persisted query version', ['PERSISTED_QUERY_NOT_SUPPORTED', 'persisted queries have version 1 here']],
]);
