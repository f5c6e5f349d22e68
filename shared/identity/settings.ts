import { z } from 'zod';
import { roles, type Role } from './caller';

/** Whose tokens are accepted, and how they are read. */
export interface IdentitySettings {
  /** Any issuer of JSON Web Tokens (OpenID Connect); null: none. */
  readonly issuer: IssuerSettings | null;
  /** Claims that name agency and roles: as they are, or as a way into objects with dots between (realm_access.roles). */
  readonly agencyClaim: string;
  readonly rolesClaim: string;
  /** The issuer's names of roles and ours; null: the issuer uses ours. */
  readonly roleNames: ReadonlyMap<string, Role> | null;
  /** Whether anybody may read; writing always needs a token. */
  readonly publicReading: boolean;
}

interface IssuerSettings {
  readonly jwksUrl: string;
  readonly name: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly clockSkewSeconds: number;
}

/** Signatures that only the holder of a private key can make. A shared secret would let every verifier sign. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const listed = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '');

const pairOfRoleAndName = new RegExp(`^(${roles.join('|')})=(\\S+)$`);
const roleNames = z
  .string()
  .transform(listed)
  .refine(
    (pairs) => pairs.every((pair) => pairOfRoleAndName.test(pair)),
    `expected role=name, separated by commas; roles: ${roles.join(' ')}`,
  )
  .transform((pairs) => new Map(pairs.map((pair) => pair.split(/=(.*)/s)).map(([role, name = '']) => [name, role as Role])));

export const identityVariables = {
  KETNOI_JWKS_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
  KETNOI_JWT_ISSUER: z.string().optional(),
  KETNOI_JWT_AUDIENCE: z.string().optional(),
  KETNOI_JWT_ALGORITHMS: z
    .string()
    .default('RS256,ES256')
    .transform(listed)
    .refine(
      (names) => names.length > 0 && names.every((name) => algorithms.includes(name)),
      `expected some of ${algorithms.join(' ')}, separated by commas`,
    ),
  KETNOI_JWT_CLOCK_SKEW_S: z.coerce.number('expected seconds, 0 to 300').int().min(0).max(300).default(30),
  KETNOI_JWT_AGENCY_CLAIM: z.string().default('agency'),
  KETNOI_JWT_ROLES_CLAIM: z.string().default('roles'),
  KETNOI_JWT_ROLE_NAMES: roleNames.optional(),
  KETNOI_PUBLIC_READING: z.enum(['true', 'false'], 'expected true or false').default('true'),
};

export const identityHelp: ReadonlyArray<readonly [name: string, meaning: string]> = [
  ['KETNOI_JWKS_URL', "keys of the issuer of tokens, e.g. https://issuer/.well-known/jwks.json; without, only development's own"],
  ['KETNOI_JWT_ISSUER', 'what its tokens have as iss'],
  ['KETNOI_JWT_AUDIENCE', 'what its tokens have as aud'],
  ['KETNOI_JWT_ALGORITHMS', `signatures accepted (RS256,ES256); of ${algorithms.join(' ')}`],
  ['KETNOI_JWT_CLOCK_SKEW_S', "how far the issuer's clock may be off, in seconds (30)"],
  ['KETNOI_JWT_AGENCY_CLAIM', 'claim that names the agency, with or without "agency:" (agency); dots lead into objects'],
  ['KETNOI_JWT_ROLES_CLAIM', 'claim that lists the roles (roles); dots lead into objects: realm_access.roles'],
  [
    'KETNOI_JWT_ROLE_NAMES',
    `the issuer's names of roles: REPORTER=bao-cao,VERIFIER=xac-minh; others count for nothing (${roles.join(' ')})`,
  ],
  ['KETNOI_PUBLIC_READING', 'false: reading needs a token too (true)'],
];

type IdentityValues = z.output<z.ZodObject<typeof identityVariables>>;

/** What is missing or makes no sense together, by variable. */
export function identityProblems(values: IdentityValues, production: boolean): Array<readonly [variable: string, problem: string]> {
  const parts = ['KETNOI_JWKS_URL', 'KETNOI_JWT_ISSUER', 'KETNOI_JWT_AUDIENCE'] as const;
  const missing = parts.filter((name) => values[name] === undefined);
  if (missing.length === 0) return [];
  if (missing.length < parts.length) return missing.map((name) => [name, `missing; ${parts.join(', ')} go together`]);
  if (values.KETNOI_PUBLIC_READING === 'true' || !production) return [];
  return [['KETNOI_PUBLIC_READING', `in production nobody could read without an issuer of tokens; set ${parts.join(', ')}`]];
}

export function identitySettings(values: IdentityValues): IdentitySettings {
  const { KETNOI_JWKS_URL: jwksUrl, KETNOI_JWT_ISSUER: name, KETNOI_JWT_AUDIENCE: audience } = values;
  const complete = jwksUrl !== undefined && name !== undefined && audience !== undefined;
  return Object.freeze({
    issuer: complete
      ? { jwksUrl, name, audience, algorithms: values.KETNOI_JWT_ALGORITHMS, clockSkewSeconds: values.KETNOI_JWT_CLOCK_SKEW_S }
      : null,
    agencyClaim: values.KETNOI_JWT_AGENCY_CLAIM,
    rolesClaim: values.KETNOI_JWT_ROLES_CLAIM,
    roleNames: values.KETNOI_JWT_ROLE_NAMES ?? null,
    publicReading: values.KETNOI_PUBLIC_READING === 'true',
  });
}
