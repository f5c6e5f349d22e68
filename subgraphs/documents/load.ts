import { fold } from '../../domain/fold';
import type { Corpus } from '../../ingest/corpus';
import type { DocumentRecord } from '../../ingest/records';

const documentId = (slug: string) => `document:${slug}`;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  return [
    ['document', corpus.documents.map(documentRow)],
    ['document_force', corpus.documents.flatMap(forceRows)],
    [
      'document_relation',
      corpus.documents.flatMap((record) => [
        ...relationRows(record, 'BASED_ON', record.basedOn),
        ...relationRows(record, 'IMPLEMENTS', record.implements),
      ]),
    ],
    ['document_citation', corpus.documents.flatMap(citationRows)],
  ];
}

function documentRow(record: DocumentRecord): object {
  const names = [record.number, record.title, record.titleEn].filter((name) => name !== null);
  return {
    id: documentId(record.id),
    kind: record.kind,
    number: record.number,
    issuer_id: record.issuer === null ? null : `agency:${record.issuer}`,
    issued_on: record.issuedOn,
    title: record.title,
    title_en: record.titleEn,
    held: record.held,
    confidence: record.confidence,
    note: record.note,
    note_en: record.noteEn,
    verifiers: record.verifiers.map(({ agency, note, noteEn, cites }) => ({
      agencyId: `agency:${agency}`,
      noteVi: note,
      noteEn,
      provisions: cites.map(({ path, lines }) => ({ path, lines })),
    })),
    terms: names.map(fold).join('\n'),
  };
}

function forceRows(record: DocumentRecord): object[] {
  return record.force.map((term, position) => ({
    document_id: documentId(record.id),
    state: term.state,
    valid_from: term.from,
    valid_until: term.until,
    by_id: term.by === null ? null : documentId(term.by),
    path: term.path,
    dissent: term.dissent,
    confidence: term.confidence,
    note: term.note,
    position,
  }));
}

function relationRows(record: DocumentRecord, relation: string, targets: readonly string[]): object[] {
  return targets.map((target, position) => ({ document_id: documentId(record.id), relation, target_id: documentId(target), position }));
}

function citationRows(record: DocumentRecord): object[] {
  return record.citations.map((citation, position) => ({
    document_id: documentId(record.id),
    position,
    as_written: citation.as,
    target_id: citation.document === null ? null : documentId(citation.document),
    path: citation.path,
    line_first: citation.lines[0],
    line_last: citation.lines[1],
    note: citation.note,
  }));
}
