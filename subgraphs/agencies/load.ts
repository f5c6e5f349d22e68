import { fold } from '../../domain/fold';
import type { Corpus } from '../../ingest/corpus';
import type { AgencyRecord } from '../../ingest/records';

const agencyId = (slug: string) => `agency:${slug}`;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  return [
    ['agency', corpus.agencies.map(agencyRow)],
    ['agency_kind', corpus.agencies.flatMap(kindTerms)],
    [
      'agency_parent',
      corpus.agencies.flatMap((record) =>
        record.parents.map((term) => ({
          agency_id: agencyId(record.id),
          parent_id: agencyId(term.agency),
          valid_from: term.from,
          valid_until: term.until,
        })),
      ),
    ],
    [
      'agency_code',
      corpus.agencies.flatMap((record) =>
        record.codes.map((code) => ({
          agency_id: agencyId(record.id),
          scheme: code.scheme,
          value: code.value,
          valid_from: code.from,
          valid_until: code.until,
        })),
      ),
    ],
  ];
}

function agencyRow(record: AgencyRecord): object {
  const names = [
    record.name,
    ...record.aliases,
    ...record.formerNames.map((former) => former.name),
    ...(record.nameEn === null ? [] : [record.nameEn]),
  ];
  return {
    id: agencyId(record.id),
    name: record.name,
    name_en: record.nameEn,
    aliases: [...new Set([...record.aliases, ...record.formerNames.map((former) => former.name)])],
    kind: record.kind,
    level: record.level,
    collective: record.kind === 'COLLECTIVE',
    counterpart_id: record.counterpart === null ? null : agencyId(record.counterpart),
    exists_from: record.existsFrom,
    exists_until: record.existsUntil,
    confidence: record.confidence,
    note: record.note,
    note_en: record.noteEn,
    terms: searchTerms(names),
  };
}

/** Folded names, one a line, so that a text can be found in any of them. */
function searchTerms(names: readonly string[]): string {
  return [...new Set(names.map(fold))].join('\n');
}

/** The kinds an agency had, as half-open terms; the last one is today's. */
function kindTerms(record: AgencyRecord): object[] {
  const former = [...record.formerKinds].sort((a, b) => a.until.localeCompare(b.until));
  const terms = [...former, { kind: record.kind, until: null }];
  return terms.map((term, index) => ({
    agency_id: agencyId(record.id),
    kind: term.kind,
    valid_from: former[index - 1]?.until ?? null,
    valid_until: term.until,
  }));
}
