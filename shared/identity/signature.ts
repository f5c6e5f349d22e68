import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import { systemClock } from '../clock';

/** The header in which a call of a subgraph carries the gateway's signature. */
export const SIGNATURE_HEADER = 'ketnoi-signature';

/** What a signature covers of the headers: all that a subgraph goes by. */
export const signedHeaders = ['accept', 'accept-language', 'as-of', 'authorization', 'content-type', 'last-event-id'] as const;

const ALGORITHM = 'HS256';
/** How old a call may be when it arrives, and how far in the future the gateway's clock may be. */
const MAX_AGE_MS = 30_000;
const MAX_AHEAD_MS = 5000;
/** Calls that a subgraph remembers for as long as one could come again; some 7000 a second. */
const MAX_REMEMBERED = 250_000;

/** A call of a subgraph, as both sides see it. */
export interface SignableCall {
  /** Name of the subgraph. */
  readonly subgraph: string;
  readonly method: string;
  /** With the query of the address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Signs one call; each attempt anew. */
export type SignCall = (call: SignableCall & { readonly body: string }) => Promise<string>;

interface Claims {
  readonly iat: number;
  readonly jti: string;
  readonly aud: string;
  readonly htm: string;
  readonly htu: string;
  readonly headers: string;
  readonly body: string;
}

/** A gateway's half of the secret that it shares with its subgraphs. */
export function callSigner(secret: string): SignCall {
  const key = createSecretKey(secret, 'utf8');
  return (call) => {
    const claims: Claims = {
      iat: systemClock.now().getTime() / 1000,
      jti: randomBytes(12).toString('base64url'),
      aud: call.subgraph.toLowerCase(),
      htm: call.method,
      htu: call.path,
      headers: hashOfHeaders(call.headers),
      body: hash(call.body),
    };
    return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: ALGORITHM }).sign(key);
  };
}

/** A call that was signed for this subgraph, now, with these headers; whether its body is the signed one is still to be seen. */
export interface SignedCall {
  /** Why the call is refused, or null for one to be answered. The same call is answered once. */
  refusalFor(body: Buffer): string | null;
}

/** A subgraph's half. */
export class SignatureCheck {
  private readonly key;
  /** When each call seen lately stops mattering, in milliseconds, oldest first. */
  private readonly seen = new Map<string, number>();
  /** What was answered before this process began is not known; so nothing signed before is answered. */
  private since = systemClock.now().getTime();
  private latest = this.since;

  constructor(
    secret: string,
    private readonly subgraph: string,
    private readonly maxRemembered = MAX_REMEMBERED,
  ) {
    this.key = createSecretKey(secret, 'utf8');
  }

  /** Why the call is refused, or what remains to be checked of it. */
  async begin(call: Omit<SignableCall, 'subgraph'>): Promise<string | SignedCall> {
    const signature = call.headers[SIGNATURE_HEADER];
    if (typeof signature !== 'string') return 'it is not signed';
    const claims = await this.claimsOf(signature);
    if (claims === null) return 'its signature is not valid';
    const now = systemClock.now().getTime();
    this.followClock(now);
    const at = Math.round(claims.iat * 1000);
    if (!(at >= this.since && at >= now - MAX_AGE_MS && at <= now + MAX_AHEAD_MS)) return 'its signature is of another time';
    if (claims.aud !== this.subgraph) return 'its signature is for another subgraph';
    if (claims.htm !== call.method || claims.htu !== call.path) return 'its signature is for another address';
    if (claims.headers !== hashOfHeaders(call.headers)) return 'its headers are not the signed ones';
    return { refusalFor: (body) => (claims.body === hash(body) ? this.remember(claims.jti, at) : 'its body is not the signed one') };
  }

  /** When the clock is set back, what it showed before counts no more; else nothing would be answered until it shows that again. */
  private followClock(now: number): void {
    if (now < this.latest - MAX_AHEAD_MS) {
      this.since = now - MAX_AHEAD_MS;
      for (const id of this.seen.keys()) this.seen.set(id, now + MAX_AGE_MS);
    }
    this.latest = now;
  }

  private async claimsOf(signature: string): Promise<Claims | null> {
    try {
      const { payload } = await compactVerify(signature, this.key, { algorithms: [ALGORITHM] });
      return JSON.parse(Buffer.from(payload).toString()) as Claims;
    } catch {
      return null;
    }
  }

  private remember(id: string, at: number): string | null {
    const now = systemClock.now().getTime();
    for (const [old, until] of this.seen) {
      if (until > now) break;
      this.seen.delete(old);
    }
    if (this.seen.has(id)) return 'it was answered before';
    if (this.seen.size >= this.maxRemembered) return 'too many calls at once';
    this.seen.set(id, Math.max(at, now) + MAX_AGE_MS);
    return null;
  }
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}

function hashOfHeaders(headers: SignableCall['headers']): string {
  return hash(JSON.stringify(signedHeaders.map((name) => headers[name] ?? null)));
}
