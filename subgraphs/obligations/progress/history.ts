import { citationLabel, documentLabel } from '../../../domain/citation';
import type { CalendarDate } from '../../../domain/calendar';
import { Citation } from '../../../shared/graph';
import { pagesByParent, type Order, type Page, type PageArgs } from '../../../shared/keyset';
import type { Context } from '../../../shared/context';
import { ObligationEvent } from './ObligationEvent';

const asRecorded: Order = { direction: 'ASC', keys: [{ sql: 'e.number', type: 'int' }] };

/** The log of a duty as it was recorded, up to a day; null: all of it. */
export function history(
  context: Context,
  obligationId: string,
  knownOn: CalendarDate | null,
  args: PageArgs,
): Promise<Page<ObligationEvent>> {
  return context
    .loader<string, Page<ObligationEvent>>(`history ${String(knownOn)} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source.getRepository(ObligationEvent).createQueryBuilder('e');
      if (knownOn !== null) query.where('e.recorded_on <= :knownOn', { knownOn });
      return pagesByParent(context, query, 'e.obligation_id', ids, asRecorded, args);
    })
    .load(obligationId);
}

interface Named {
  readonly kind: string;
  readonly number: string | null;
  readonly title: string;
  readonly titleEn: string | null;
}

/** On what an extension rests. */
export async function legalBasis(context: Context, { basis }: ObligationEvent): Promise<Citation | null> {
  if (basis === null) return null;
  const { documentId, path, sourceUrl } = basis;
  const document = documentId === null ? null : await documentNamed(context, documentId);
  const address = sourceUrl ?? '';
  const name = document === null ? { vi: documentId ?? address, en: documentId ?? address } : documentLabel(document);
  const label = citationLabel(path, name);
  return Citation.of({ documentId: documentId ?? '', path, sourceUrl, labelVi: label.vi, labelEn: label.en });
}

async function documentNamed(context: Context, id: string): Promise<Named | null> {
  const [document] = await context.rowsOf<Named>(
    `SELECT id AS owner, kind, number, title, title_en AS "titleEn" FROM "${context.schemas.of('documents')}".pub_document WHERE id = ANY($1)`,
    id,
  );
  return document ?? null;
}
