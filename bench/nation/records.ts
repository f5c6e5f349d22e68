import type { CalendarDate } from '../../domain/calendar';
import type { AgencyRecord, DocumentRecord, SuccessionRecord } from '../../ingest/records';
import { MARK, MARK_EN } from './size';

const provenance = { confidence: 'UNVERIFIED' as const, cites: [], checkedOn: null, note: MARK, noteEn: MARK_EN };

interface Named {
  readonly id: string;
  readonly name: string;
  readonly kind: AgencyRecord['kind'];
  readonly level: AgencyRecord['level'];
  readonly over: string | null;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
}

export function agency({ id, name, kind, level, over, from, until }: Named): AgencyRecord {
  return {
    ...provenance,
    ...{ id, name, kind, level, nameEn: null, aliases: [], formerNames: [], formerKinds: [], counterpart: null, codes: [], members: [] },
    parents: over === null ? [] : [{ agency: over, from, until }],
    existsFrom: from,
    existsUntil: until,
  };
}

/** @param candidates where nobody follows */
export function succession(
  from: string,
  to: string | null,
  effectiveFrom: CalendarDate,
  kind: SuccessionRecord['kind'],
  candidates: string[] = [],
): SuccessionRecord {
  return { ...provenance, id: `${from}-${effectiveFrom}`, from, to, candidates, kind, scope: [], effectiveFrom, legalBasis: [] };
}

/** A local plan that carries out the national one; who checks it is its police. */
export function plan(
  { id, issuer, verifier, title, issuedOn }: { id: string; issuer: string; verifier: string; title: string; issuedOn: CalendarDate },
  national: string,
): DocumentRecord {
  return {
    ...provenance,
    ...{ id, kind: 'PLAN', number: `${id.toUpperCase()}/KH-SINHRA`, issuer, issuedOn, title, titleEn: null, held: true, sourceFile: null },
    ...{ force: [], basedOn: [], implements: [national], citations: [] },
    verifiers: [
      { agency: verifier, cites: [{ document: id, path: null, lines: null, source: null, note: null }], note: null, noteEn: null },
    ],
  };
}
