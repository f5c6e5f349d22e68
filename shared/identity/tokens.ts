import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { systemClock } from '../clock';
import { roles, unauthenticated, type Caller, type Identify, type Role } from './caller';
import { developmentIssuer } from './developmentKey';
import type { IdentitySettings } from './settings';

/** A verified token is not verified again for so long, at most until it expires: a key that is withdrawn soon counts no more. */
const REMEMBERED_MS = 5 * 60_000;
const MAX_REMEMBERED = 2000;

interface Issuer {
  readonly keys: JWTVerifyGetKey;
  readonly options: JWTVerifyOptions & { readonly clockTolerance: number };
  callerOf(claims: JWTPayload): Caller;
}

/**
 * Tells callers by their tokens.
 * @param development keys of the issuer that development has to itself (developmentKeys); null in production
 */
export function identifyByToken(settings: IdentitySettings, development: JWTVerifyGetKey | null): Identify {
  const issuers = issuersOf(settings, development);
  const remembered = new Map<string, { readonly caller: Caller; readonly until: number }>();
  const verify = async (token: string): Promise<Caller> => {
    const issuer = issuers.get(issuerIn(token));
    if (issuer === undefined) throw unauthenticated('the token is of an issuer that is not accepted here');
    const { payload } = await jwtVerify(token, issuer.keys, issuer.options).catch((error: unknown) => {
      throw refusalFor(error);
    });
    const caller = issuer.callerOf(payload);
    const expires = ((payload.exp ?? 0) + issuer.options.clockTolerance) * 1000;
    const [oldest] = remembered.size < MAX_REMEMBERED ? [] : remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(token, { caller, until: Math.min(expires, systemClock.now().getTime() + REMEMBERED_MS) });
    return caller;
  };
  return (authorization) => {
    if (authorization === undefined) {
      if (settings.publicReading) return null;
      throw unauthenticated('reading is closed here; send a token in the header Authorization: Bearer …');
    }
    const token = tokenIn(authorization);
    const known = remembered.get(token);
    if (known !== undefined && systemClock.now().getTime() < known.until) return known.caller;
    return verify(token);
  };
}

function issuersOf(
  { issuer, agencyClaim, rolesClaim, roleNames }: IdentitySettings,
  development: JWTVerifyGetKey | null,
): Map<string, Issuer> {
  const issuers = new Map<string, Issuer>();
  if (issuer !== null) {
    const { name, audience, algorithms, clockSkewSeconds, jwksUrl } = issuer;
    issuers.set(name, {
      keys: createRemoteJWKSet(new URL(jwksUrl)),
      options: rules(name, audience, algorithms, clockSkewSeconds),
      callerOf: (claims) => callerIn(claims, agencyClaim, rolesClaim, roleNames ?? ownRoleNames),
    });
  }
  if (development !== null) {
    const { name, audience, algorithm } = developmentIssuer;
    issuers.set(name, {
      keys: development,
      options: rules(name, audience, [algorithm], 0),
      callerOf: (claims) => callerIn(claims, 'agency', 'roles', ownRoleNames),
    });
  }
  return issuers;
}

function rules(issuer: string, audience: string, algorithms: readonly string[], clockTolerance: number): Issuer['options'] {
  return { issuer, audience, algorithms: [...algorithms], clockTolerance, requiredClaims: ['exp'] };
}

const ownRoleNames: ReadonlyMap<string, Role> = new Map(
  roles.flatMap((role) => [[role, role] as const, [role.toLowerCase(), role] as const]),
);

function tokenIn(authorization: string): string {
  const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization.trim()) ?? [];
  if (token === undefined) throw unauthenticated('the header Authorization holds no token; expected Bearer and a JSON Web Token');
  return token;
}

/** Not yet believed: it says by whose keys and rules the token is to be verified. */
function issuerIn(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw unauthenticated('the token is not valid');
  }
}

/** The agency that a token names, not verified: for a client that holds it. Null: it names none. */
export function agencyNamedIn(token: string, { agencyClaim }: Pick<IdentitySettings, 'agencyClaim'>): string | null {
  try {
    const claims = decodeJwt(token);
    return agencyIn(claims, claims.iss === developmentIssuer.name ? 'agency' : agencyClaim);
  } catch {
    return null;
  }
}

const AGENCY = /^(?:agency:)?([a-z0-9]+(?:-[a-z0-9]+)*)$/;

function callerIn(claims: JWTPayload, agencyClaim: string, rolesClaim: string, names: ReadonlyMap<string, Role>): Caller {
  const agencyId = agencyIn(claims, agencyClaim);
  if (agencyId === null) throw unauthenticated(`the token names no agency; expected the claim ${agencyClaim}`);
  const given = texts(claimAt(claims, rolesClaim)).flatMap((name) => names.get(name) ?? []);
  return { agencyId, roles: new Set(given) };
}

function agencyIn(claims: JWTPayload, agencyClaim: string): string | null {
  const [agency, ...more] = texts(claimAt(claims, agencyClaim));
  const [, slug] = AGENCY.exec(agency ?? '') ?? [];
  return slug === undefined || more.length > 0 ? null : `agency:${slug}`;
}

/** A claim by its name, which may itself hold dots, or by its way through objects. */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((at, step) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? (at as Record<string, unknown>)[step] : undefined;
  }, claims);
}

/** A list of texts, or one text of words with spaces between (as `scope` is written). */
function texts(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((one): one is string => typeof one === 'string') : [];
}

/** Not the token's fault: the issuer gave no keys. */
const NO_KEYS: ReadonlySet<string> = new Set([errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code]);

function refusalFor(error: unknown): GraphQLError {
  if (!(error instanceof errors.JOSEError) || NO_KEYS.has(error.code)) {
    return new GraphQLError("the token cannot be verified now: the issuer's keys cannot be fetched; try again later", {
      extensions: { code: 'ISSUER_UNREACHABLE' },
      originalError: error instanceof Error ? error : undefined,
    });
  }
  if (error instanceof errors.JWTExpired) return unauthenticated('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthenticated(`the token is not valid: its claim ${error.claim} is not as expected`);
  return unauthenticated('the token is not valid');
}
