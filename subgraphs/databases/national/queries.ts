import type { CalendarDate } from '../../../domain/calendar';
import { listOn, nationalOn } from '../../../domain/nationalStatus';
import type { Context } from '../../../shared/context';
import { NationalList, NationalStatus } from './types';

interface ListRow {
  readonly id: string;
  readonly document_id: string | null;
  readonly document_label: string | null;
  readonly document_label_en: string | null;
  readonly valid_from: CalendarDate | null;
  readonly valid_until: CalendarDate | null;
  readonly size: number;
  readonly note: string | null;
  readonly note_en: string | null;
  readonly confidence: NationalList['confidence'];
  readonly members: readonly string[];
}

/** All lists, oldest first; one SQL statement a request. */
function lists(context: Context): Promise<NationalList[]> {
  return context
    .loader<string, NationalList[]>('national lists', async (keys) => {
      const rows: ListRow[] = await context.source.query(
        `SELECT l.*, ARRAY(SELECT m.database_id FROM national_list_member m WHERE m.list_id = l.id) AS members
         FROM national_list l ORDER BY l.valid_from NULLS FIRST`,
      );
      return keys.map(() => rows.map(listOf));
    })
    .load('all');
}

function listOf(row: ListRow): NationalList {
  const label = row.document_label;
  return Object.assign(new NationalList(), {
    id: row.id,
    documentId: row.document_id,
    label: label === null ? null : { vi: label, en: row.document_label_en ?? label },
    from: row.valid_from,
    until: row.valid_until,
    size: row.size,
    members: new Set(row.members),
    remark: row.note === null ? null : { vi: row.note, en: row.note_en ?? row.note },
    confidence: row.confidence,
  });
}

/** The list of a day; null before the first known one. */
export async function nationalListOn(context: Context, on: CalendarDate): Promise<NationalList | null> {
  return listOn(await lists(context), on);
}

export async function nationalStatus(context: Context, id: string, on: CalendarDate): Promise<NationalStatus> {
  const { national, list, reason } = nationalOn(await lists(context), id, on);
  return NationalStatus.of({ national, listId: list?.documentId ?? null, reasonVi: reason.vi, reasonEn: reason.en });
}
