import { createHash } from 'node:crypto';
import { parse, print } from 'graphql';
import { z } from 'zod';
import { DomainError } from '../../shared/errors';

/** A list of operations, as Apollo's tools for clients write and read it. */
export interface OperationManifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly ManifestOperation[];
}

interface ManifestOperation {
  /** SHA-256 of the body, in hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly body: string;
}

const manifestShape: z.ZodType<OperationManifest> = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string(), name: z.string(), type: z.enum(['query', 'mutation', 'subscription']), body: z.string().min(1) }),
  ),
});

/** Operations that were registered before (npm run persist), by the SHA-256 of their text. */
export class TrustedDocuments {
  constructor(
    private readonly documents: ReadonlyMap<string, string> = new Map(),
    /** Whether nothing else is answered. */
    readonly only = false,
  ) {}

  /**
   * Each operation goes by the hash of its text as it was registered, and by that of its text as graphql-js prints it, which clients send
   * that hold it as a document.
   * @throws DomainError BAD_MANIFEST
   */
  static fromManifest(json: string, only: boolean): TrustedDocuments {
    const documents = new Map<string, string>();
    for (const { id, name, body } of readManifest(json)) {
      if (sha256(body) !== id) throw new DomainError('BAD_MANIFEST', `the id of operation ${name} is not the SHA-256 of its body`);
      documents.set(id, body);
      documents.set(sha256(print(parse(body))), body);
    }
    return new TrustedDocuments(documents, only);
  }

  get(hash: string): string | undefined {
    return this.documents.get(hash);
  }

  /** @param canonical the hash of the same document as it is registered, whatever its layout */
  allows(hash: string, canonical: () => string): boolean {
    return !this.only || this.documents.has(hash) || this.documents.has(canonical());
  }
}

function readManifest(json: string): readonly ManifestOperation[] {
  try {
    return manifestShape.parse(JSON.parse(json)).operations;
  } catch {
    throw new DomainError('BAD_MANIFEST', 'the list of registered operations is no apollo-persisted-query-manifest of version 1');
  }
}

/** In hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
