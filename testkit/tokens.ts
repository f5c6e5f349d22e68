import { generateKeyPairSync, sign } from 'node:crypto';
import type { JWK } from 'jose';
import type { Role } from '../shared/identity/caller';
import type { TokenClaims } from './orders';

/** The last second of 2099: a graph ends long before. */
const NEVER = 4_102_444_799;

/** Signs tokens with a key that lives as long as the graph. */
export interface TokenPress {
  readonly publicKey: JWK;
  tokenFor(claims: TokenClaims, agencyId: string, roles: readonly Role[]): string;
}

export function makeTokenPress(): TokenPress {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ format: 'jwk' }) as JWK,
    tokenFor: (claims, agencyId, roles) => {
      const signed = [
        { alg: 'ES256', typ: 'JWT' },
        { ...claims, agency: agencyId, roles, exp: NEVER },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    },
  };
}
