import { z } from 'zod';
import { DomainError } from '../../../shared/errors';

const FORMAT = 'ketnoi-backup-1';

/**
 * What cannot be told from the corpus, in the order in which it is kept: of each table the columns and the order of the rows. Where
 * the duties stand is told from this anew. The numbers of transactions belong to one server and are given anew too.
 */
export const tables = [
  {
    name: 'event',
    columns:
      'id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, percent, note, evidence, legal_basis, about_id, new_due_on, period, items, parts, previous_hash, hash, position',
    order: 'transaction, position',
  },
  { name: 'duty_chain', columns: 'obligation_id, length, head', order: 'obligation_id' },
  { name: 'accepted_write', columns: 'agency_id, key, mutation, body_hash, event_id, recorded_at', order: 'agency_id, key' },
  {
    name: 'imported_plan',
    columns: 'number, agency_id, key, body_hash, files, passed_over, outcome, recorded_at, recorded_on, previous_hash, hash',
    order: 'number',
  },
] as const;

const tableName = z.enum(['event', 'duty_chain', 'accepted_write', 'imported_plan']);

const manifest = z.strictObject({
  format: z.literal(FORMAT),
  takenAt: z.iso.datetime(),
  /** The newest migration of the store. */
  migration: z.string(),
  /** Over the heads of all chains, as `npm run audit:verify` prints it. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  chains: z.int().min(0),
  tables: z.array(z.strictObject({ name: tableName, columns: z.string(), rows: z.int().min(0) })),
});

/** The first line of a backup; after it come the rows of each table, a line each as COPY writes it, and a hash over all. */
export type Manifest = z.infer<typeof manifest>;

export function writeManifest(given: Omit<Manifest, 'format'>): string {
  return JSON.stringify({ format: FORMAT, ...given } satisfies Manifest);
}

/** @throws DomainError BAD_BACKUP */
export function readManifest(line: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw badBackup('its first line is no JSON');
  }
  const read = manifest.safeParse(value);
  if (!read.success) throw badBackup(`its first line is no manifest: ${z.prettifyError(read.error)}`);
  for (const [index, { name, columns }] of tables.entries()) {
    const found = read.data.tables[index];
    if (found?.name !== name || found.columns !== columns) throw badBackup(`it has another form of the table ${name}`);
  }
  return read.data;
}

export function badBackup(detail: string): DomainError {
  return new DomainError('BAD_BACKUP', `${detail}; expected an unaltered file written by npm run backup`);
}
