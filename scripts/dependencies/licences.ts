import { z } from 'zod';

/** Licences that let anybody run, change and pass on the product, without conditions on what it is offered as. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Unlicense',
]);

const lockShape = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
});

export interface Licences {
  /** Packages that are installed with the product. */
  readonly count: number;
  /** One line for each package whose licence is not permissive, or not told. */
  readonly problems: readonly string[];
}

/** @param lock the text of package-lock.json */
export function readLicences(lock: string): Licences {
  const { packages } = lockShape.parse(JSON.parse(lock));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const problems = shipped
    .filter(([, { license = '' }]) => !isPermissive(license))
    .map(([path, { license }]) => `${path.replace(/^.*node_modules\//, '')}: ${license ?? 'no licence told'}`);
  return { count: shipped.length, problems };
}

/** @param expression as SPDX writes it: one licence, or some joined by AND or by OR */
function isPermissive(expression: string): boolean {
  const plain = expression.replace(/[()]/g, '').trim();
  if (plain.includes(' AND ')) return plain.split(' AND ').every(isPermissive);
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isPermissive);
  return PERMISSIVE.has(plain);
}
