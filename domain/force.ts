import { type CalendarDate, covers } from './calendar';

export const legalForces = ['NOT_YET', 'IN_FORCE', 'PARTLY_IN_FORCE', 'EXPIRED', 'UNKNOWN'] as const;
export type LegalForce = (typeof legalForces)[number];

/** A half-open term in which a document had one state of force. */
export interface ForceTerm {
  readonly state: 'IN_FORCE' | 'PARTLY_IN_FORCE' | 'EXPIRED';
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

/**
 * Legal force of a document on a day. Before its issue, or before the first known term begins, it is not yet in force;
 * where no source speaks it is unknown. Terms may not overlap; of two that do the later stands.
 */
export function forceOn(issuedOn: CalendarDate | null, terms: readonly ForceTerm[], asOf: CalendarDate): LegalForce {
  if (issuedOn !== null && asOf < issuedOn) return 'NOT_YET';
  const covering = terms.filter((term) => covers(term.from, term.until, asOf));
  const last = covering.at(-1);
  if (last !== undefined) return last.state;
  const begins = terms.map((term) => term.from).filter((from) => from !== null);
  return begins.length > 0 && begins.length === terms.length && begins.every((from) => asOf < from) ? 'NOT_YET' : 'UNKNOWN';
}
