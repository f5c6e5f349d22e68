import type { BodyTerm, DutyOnFile, LoggedEvent } from '../../../domain/admission/facts';
import type { LeadTerm } from '../../../domain/progress';
import type { Reader } from '../state/log';
import type { KeptDuty } from '../state/projection';

/** Everything that a write about a duty needs to know of it, and what of it is kept beside its log. */
export interface DutyFile extends KeptDuty, Pick<DutyOnFile, 'demandedFrom' | 'recurrence'> {
  readonly events: readonly LoggedEvent[];
  readonly terms: ReadonlyArray<LeadTerm & { readonly role: string }>;
}

/** A write that was done before under the same key. */
export interface EarlierWrite {
  readonly mutation: string;
  readonly bodyHash: string;
  readonly eventId: string;
  readonly obligationId: string | null;
}

/** What is on file at one moment. */
export interface Known {
  /** Null: no such duty. */
  readonly duty: DutyFile | null;
  readonly earlier: EarlierWrite | null;
  /** The log of the duty; null: it has none yet. */
  readonly chain: { readonly length: number; readonly head: string | null } | null;
  /** Changes with every load of the corpus. */
  readonly corpus: string | null;
}

/** What is known of a duty and of a key of an agency, in one SQL statement. */
export async function known(reader: Reader, duty: string, agencyId: string, key: string): Promise<Known> {
  const [row] = (await reader.query('SELECT duty_file($1, $2, $3) AS known', [duty, agencyId, key])) as Array<{ known: Known }>;
  if (row === undefined) throw new Error('duty_file answers nothing');
  return row.known;
}

/** What `agencyId` may go by: of the monthly reports its own alone. */
export function onFile({ events, terms, ...duty }: DutyFile, agencyId: string, version: number): DutyOnFile {
  const ofRole = (role: string): LeadTerm[] => terms.filter((term) => term.role === role);
  const bodies = { leads: ofRole('LEAD'), verifying: ofRole('VERIFYING') as BodyTerm[], issuing: ofRole('ISSUING') as BodyTerm[] };
  const read = events.filter(({ kind, byId }) => kind !== 'MONTHLY_REPORT_FILED' || byId === agencyId);
  return { ...duty, ...bodies, version, events: read };
}
