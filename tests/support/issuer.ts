import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload, type KeyLike } from 'jose';

interface SigningKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly privateKey: KeyLike;
  readonly publicKey: KeyLike;
}

/** What a test changes of a token that is otherwise valid. */
export interface TokenChange {
  /** undefined leaves the claim out. */
  readonly claims?: JWTPayload;
  readonly header?: { readonly alg?: string; readonly kid?: string };
  readonly key?: KeyLike | Uint8Array;
}

export const ISSUER = 'https://dinh-danh.example.vn';
export const AUDIENCE = 'ket-noi';

/** An issuer of tokens with its keys at an address, like any of OpenID Connect. */
export class Issuer {
  /** How often its keys were asked for. */
  asked = 0;
  /** What it answers instead of its keys. */
  failure: number | null = null;

  private constructor(
    readonly jwksUrl: string,
    private current: SigningKey,
    private readonly published: SigningKey[],
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<Issuer> {
    const first = await newKey('key-1');
    const published = [first];
    const server = createServer((_request, response) => {
      issuer.asked += 1;
      if (issuer.failure !== null) response.writeHead(issuer.failure).end();
      else void jwks(published).then((text) => response.setHeader('content-type', 'application/json').end(text));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks.json`;
    const issuer: Issuer = new Issuer(url, first, published, () => {
      server.closeAllConnections();
      return new Promise(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      );
    });
    return issuer;
  }

  get privateKey(): KeyLike {
    return this.current.privateKey;
  }

  get publicKey(): KeyLike {
    return this.current.publicKey;
  }

  /** Signs with a new key from now on, and publishes that one alone. */
  async rotate(): Promise<void> {
    this.current = await newKey(`key-${String(Date.now())}-${String(this.asked)}`);
    this.published.splice(0, this.published.length, this.current);
  }

  /** A token of Bộ Tài chính that holds for an hour, with one change. */
  token({ claims, header, key }: TokenChange = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 3600, agency: 'agency:bo-tai-chinh', roles: ['REPORTER'] };
    const { algorithm, kid, privateKey } = this.current;
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: algorithm, kid, ...header }).sign(key ?? privateKey);
  }
}

async function newKey(kid: string, algorithm = 'ES256'): Promise<SigningKey> {
  return { kid, algorithm, ...(await generateKeyPair(algorithm)) };
}

async function jwks(keys: readonly SigningKey[]): Promise<string> {
  const published = keys.map(async ({ kid, algorithm, publicKey }) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: algorithm,
    use: 'sig',
  }));
  return JSON.stringify({ keys: await Promise.all(published) });
}
