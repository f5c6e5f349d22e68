import { validOn } from '../../../shared/database';
import type { Context } from '../../../shared/context';
import { borneSql } from '../responsibility/borneSql';
import { dueInForceSql, standingSql } from '../standingSql';
import type { ObligationDimension } from './types';

/** How a dimension is grouped in SQL: what to join to the duty `o`, its key, and names for it (null: the key names itself). */
export interface DimensionSql {
  readonly join: ((context: Context) => readonly [table: string, alias: string, condition: string]) | null;
  readonly key: string;
  readonly names: ((context: Context) => readonly [table: string, vi: string, en: string]) | null;
}

const agencyNames = (context: Context) => [`"${context.schemas.of('agencies')}".pub_agency`, 'name', 'coalesce(name_en, name)'] as const;

const borne = borneSql('LEAD');

/** The province or centrally-run city that each agency stands in on the day; it stands in itself. */
function provinceOf(context: Context): string {
  const agencies = context.schemas.of('agencies');
  return `(WITH RECURSIVE above(id, ancestor) AS (
      SELECT id, id FROM "${agencies}".pub_agency
      UNION SELECT a.id, p.parent_id FROM above a JOIN "${agencies}".pub_agency_parent p ON p.agency_id = a.ancestor AND ${validOn('p')}),
    place AS (SELECT above.id, ancestor FROM above JOIN "${agencies}".pub_agency t ON t.id = above.ancestor AND t.kind IN ('PROVINCE', 'CENTRAL_CITY'))
    SELECT DISTINCT b.obligation_id, place.ancestor AS province_id FROM ${borne} AS b JOIN place ON place.id = b.bearer_id)`;
}

export const dimensions: Readonly<Record<ObligationDimension, DimensionSql>> = {
  LEAD_AGENCY: {
    join: () => ['(SELECT obligation_id, agency_id FROM reading_lead WHERE reading = :reading)', 'lead', 'lead.obligation_id = o.id'],
    key: 'lead.agency_id',
    names: agencyNames,
  },
  BEARER: { join: () => [borne, 'bearer', 'bearer.obligation_id = o.id'], key: 'bearer.bearer_id', names: agencyNames },
  PROVINCE: {
    join: (context) => [provinceOf(context), 'province', 'province.obligation_id = o.id'],
    key: 'province.province_id',
    names: agencyNames,
  },
  DATABASE: {
    join: () => [
      `(SELECT obligation_id, end_a AS database_id FROM obligation_connection WHERE NOT implied
        UNION SELECT obligation_id, end_b FROM obligation_connection WHERE NOT implied)`,
      'connected',
      'connected.obligation_id = o.id',
    ],
    key: 'connected.database_id',
    names: (context) => [`"${context.schemas.of('databases')}".pub_database`, 'name', 'coalesce(name_en, name)'],
  },
  DOCUMENT: {
    join: null,
    key: 'o.document_id',
    names: (context) => [
      `"${context.schemas.of('documents')}".pub_document`,
      'coalesce(number, title)',
      'coalesce(number, title_en, title)',
    ],
  },
  LEVEL: { join: null, key: 'o.level', names: null },
  KIND: { join: null, key: 'o.kind', names: null },
  STANDING: { join: null, key: standingSql, names: null },
  DUE_MONTH: { join: null, key: `to_char(${dueInForceSql}, 'YYYY-MM')`, names: null },
  DUE_QUARTER: { join: null, key: `to_char(${dueInForceSql}, 'YYYY-"Q"Q')`, names: null },
  DUE_YEAR: { join: null, key: `to_char(${dueInForceSql}, 'YYYY')`, names: null },
};
