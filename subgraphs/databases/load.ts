import { documentLabel } from '../../domain/citation';
import { connectionSlug, fold } from '../../domain/fold';
import type { Corpus } from '../../ingest/corpus';
import type { DatabaseRecord } from '../../ingest/records';

const databaseId = (slug: string) => `database:${slug}`;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  return [
    ['database', corpus.databases.map(databaseRow)],
    [
      'database_owner',
      corpus.databases.flatMap((record) =>
        record.owners.map((owner) => ({
          database_id: databaseId(record.id),
          agency_id: `agency:${owner.agency}`,
          valid_from: owner.from,
          valid_until: owner.until,
          confidence: owner.confidence,
          note: owner.note,
        })),
      ),
    ],
    [
      'database_part',
      corpus.databases.flatMap((record) =>
        record.parts.map((part, position) => ({ group_id: databaseId(record.id), part_id: databaseId(part), position })),
      ),
    ],
    ['data_connection', connectionRows(corpus)],
    [
      'national_list',
      corpus.nationalLists.map((list) => ({
        id: list.id,
        ...listLabels(corpus, list.document),
        document_id: list.document === null ? null : `document:${list.document}`,
        valid_from: list.from,
        valid_until: list.until,
        size: list.size,
        note: list.note,
        note_en: list.noteEn,
        confidence: list.confidence,
      })),
    ],
    [
      'national_list_member',
      corpus.nationalLists.flatMap((list) => list.databases.map((slug) => ({ list_id: list.id, database_id: databaseId(slug) }))),
    ],
  ];
}

/** How a reader cites the document that has a list. */
function listLabels(corpus: Corpus, document: string | null): object {
  const record = corpus.documents.find(({ id }) => id === document);
  const label = record === undefined ? null : documentLabel(record);
  return { document_label: label?.vi ?? document, document_label_en: label?.en ?? null };
}

function databaseRow(record: DatabaseRecord): object {
  const names = [record.name, ...record.aliases, ...(record.nameEn === null ? [] : [record.nameEn])];
  return {
    id: databaseId(record.id),
    name: record.name,
    name_en: record.nameEn,
    aliases: record.aliases,
    kind: record.kind,
    called_national_in: record.calledNationalIn.map((slug) => `document:${slug}`),
    confidence: record.confidence,
    note: record.note,
    note_en: record.noteEn,
    terms: [...new Set(names.map(fold))].join('\n'),
  };
}

/** Every pair that a statement names or implies, or a service needs. */
function connectionRows(corpus: Corpus): object[] {
  const pairs = [
    ...corpus.statements.flatMap((statement) => [...statement.pairs, ...statement.impliedPairs]),
    ...corpus.services.flatMap((service) => service.requires.map(({ pair }) => pair)),
  ];
  const channels = new Map(corpus.databases.map((record) => [record.id, record.channels]));
  const slugs = [...new Set(pairs.map(([a, b]) => connectionSlug(a, b)))].sort();
  return slugs.map((slug) => {
    const [a = '', b = ''] = slug.split('~');
    return {
      id: `connection:${slug}`,
      end_a: databaseId(a),
      end_b: databaseId(b),
      channels: [...new Set([...(channels.get(a) ?? []), ...(channels.get(b) ?? [])])],
    };
  });
}
