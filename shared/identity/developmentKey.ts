import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, errors, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTVerifyGetKey } from 'jose';
import type { Caller } from './caller';

/** Issuer of the tokens that development signs for itself; production knows no such issuer. */
export const developmentIssuer = { name: 'ketnoi:development', audience: 'ketnoi', algorithm: 'ES256' } as const;

/** In the data folder, for its owner alone. */
const FILE = 'development-key.json';

interface TokenWish extends Caller {
  /** From now on: 8h, 30m, 90s, 7d. */
  readonly expires: string;
}

/** A token signed with the key of the data folder, which is made on first use. The folder exists. */
export async function signDevelopmentToken(folder: string, { agencyId, roles, expires }: TokenWish): Promise<string> {
  const { algorithm, name, audience } = developmentIssuer;
  const key = read(folder) ?? (await create(folder));
  return new SignJWT({ agency: agencyId, roles: [...roles] })
    .setProtectedHeader({ alg: algorithm, kid: key.kid, typ: 'JWT' })
    .setIssuer(name)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(await importJWK(key, algorithm));
}

/** Finds the key of the data folder, also one that is made or replaced while this process runs. */
export function developmentKeys(folder: string): JWTVerifyGetKey {
  let known: { readonly kid: string | undefined; readonly key: Awaited<ReturnType<typeof importJWK>> } | null = null;
  return async ({ kid }) => {
    if (known === null || known.kid !== kid) {
      const found = read(folder);
      if (found === null || found.kid !== kid) throw new errors.JWKSNoMatchingKey();
      const { kty, crv, x, y } = found;
      known = { kid, key: await importJWK({ kty, crv, x, y }, developmentIssuer.algorithm) };
    }
    return known.key;
  };
}

function read(folder: string): JWK | null {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as JWK;
  } catch {
    return null;
  }
}

/** Appears whole; of two processes that make one at once, both use the one that was first. */
async function create(folder: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(developmentIssuer.algorithm, { extractable: true });
  const made = await exportJWK(privateKey);
  const key: JWK = { ...made, kid: await calculateJwkThumbprint(made) };
  const file = join(folder, FILE);
  const fresh = `${file}.${String(process.pid)}`;
  writeFileSync(fresh, `${JSON.stringify(key)}\n`, { mode: 0o600 });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return read(folder) ?? key;
}
