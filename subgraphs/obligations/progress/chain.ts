import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EventContent } from '../../../domain/admission/facts';
import type { CalendarDate } from '../../../domain/calendar';

/** An event in its place in the log of a duty. */
export interface ChainedEvent extends EventContent {
  readonly id: string;
  readonly obligationId: string;
  readonly number: number;
  /** UTC to the microsecond, as the store keeps it. */
  readonly recordedAt: string;
  readonly recordedOn: CalendarDate;
  readonly previousHash: string | null;
}

/**
 * Ties an event to all before it: SHA-256 over its content and the hash of the one before, as canonical JSON (RFC 8785). Whoever
 * alters an event changes its hash, and with it that of every later one of the duty.
 */
export function chainHash(event: ChainedEvent): string {
  const { evidence, items, legalBasis, number, obligationId, parts, kind, id, byId, effectiveOn, recordedAt, recordedOn } = event;
  // Keys in the order of canonical JSON, so that the plain one is it; those without a value are left out.
  const content = {
    aboutId: event.aboutId ?? undefined,
    byId,
    effectiveOn,
    evidence: evidence.length === 0 ? evidence : withoutNulls(evidence),
    id,
    items: items === null ? undefined : withoutNulls(items),
    kind,
    legalBasis: legalBasis === null ? undefined : withoutNulls(legalBasis),
    newDueOn: event.newDueOn ?? undefined,
    note: event.note ?? undefined,
    number,
    obligationId,
    parts,
    percent: event.percent ?? undefined,
    period: event.period ?? undefined,
    previousHash: event.previousHash ?? undefined,
    recordedAt,
    recordedOn,
    status: event.status ?? undefined,
  };
  return hash('sha256', JSON.stringify(content));
}

/** SHA-256 of a value as canonical JSON: the order of its keys does not count, nor do keys without a value. */
export function digest(value: unknown): string {
  return hash('sha256', canonicalize(withoutNulls(value)) ?? '');
}

/** Keys in canonical order. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Columns of an event as the chain reads them, of the row `e`. */
export const chainedColumns = `e.id, e.obligation_id AS "obligationId", e.number, e.kind, e.by_id AS "byId", e.effective_on AS "effectiveOn",
  to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt", e.recorded_on AS "recordedOn",
  e.status, e.percent, e.note, e.evidence, e.legal_basis AS "legalBasis", e.about_id AS "aboutId", e.new_due_on AS "newDueOn",
  e.period, e.items, e.parts, e.previous_hash AS "previousHash"`;

/** An instant as the store keeps it. */
export function toMicroseconds(instant: Date): string {
  return instant.toISOString().replace('Z', '000Z');
}
