import { documentLabel } from '../../domain/citation';
import { fold } from '../../domain/fold';
import { responsibilities } from '../../domain/succession';
import type { Corpus } from '../../ingest/corpus';
import { kindTerms, organisationOf } from '../../ingest/organisation';
import type { AgencyRecord, SuccessionRecord } from '../../ingest/records';

const agencyId = (slug: string) => `agency:${slug}`;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  return [
    ['agency', corpus.agencies.map(agencyRow)],
    ['agency_kind', corpus.agencies.flatMap(kindRows)],
    ['succession', corpus.successions.map((record) => successionRow(corpus, record))],
    ['agency_member', memberRows(corpus)],
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

function kindRows(record: AgencyRecord): object[] {
  return kindTerms(record).map((term) => ({
    agency_id: agencyId(record.id),
    kind: term.kind,
    valid_from: term.from,
    valid_until: term.until,
  }));
}

function successionRow(corpus: Corpus, record: SuccessionRecord): object {
  return {
    id: `succession:${record.id}`,
    from_id: agencyId(record.from),
    to_id: record.to === null ? null : agencyId(record.to),
    candidate_ids: record.candidates.map(agencyId),
    kind: record.kind,
    scope_ids: record.scope.map((slug) => `database:${slug}`),
    effective_from: record.effectiveFrom,
    legal_basis: record.legalBasis.flatMap((cite) => basis(corpus, cite)),
    confidence: record.confidence,
    note: record.note,
    note_en: record.noteEn,
  };
}

function basis(corpus: Corpus, { document, path, lines }: SuccessionRecord['legalBasis'][number]): object[] {
  const record = corpus.documents.find((one) => one.id === document);
  if (record === undefined) return [];
  const name = documentLabel(record);
  const label = path === null ? name : { vi: `${path}, ${name.vi}`, en: `${name.en}, ${path}` };
  return [{ documentId: `document:${record.id}`, path, lines, labelVi: label.vi, labelEn: label.en }];
}

/** Who belongs to each collective, as terms in which it does not change. */
function memberRows(corpus: Corpus): object[] {
  const organisation = organisationOf(corpus);
  const days = organisation.changeDays();
  return corpus.agencies
    .filter((record) => record.members.length > 0)
    .flatMap((record) =>
      responsibilities(organisation, record.id, [], days)
        .filter((term) => term.asMember)
        .map((term) => ({
          collective_id: agencyId(record.id),
          member_id: agencyId(term.agency ?? ''),
          valid_from: term.from,
          valid_until: term.until,
        })),
    );
}
