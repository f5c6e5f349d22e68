import { findConflicts } from '../../../domain/conflicts/conflicts';
import { conflictId, severities } from '../../../domain/conflicts/facts';
import type { Corpus } from '../../../ingest/corpus';
import type { Duty } from '../../../ingest/duties';
import { conflictFacts } from './facts';

/** Conflicts are computed whenever the corpus is loaded; no file holds one. */
export function conflictRows(corpus: Corpus, duties: readonly Duty[]): Array<readonly [table: string, rows: readonly object[]]> {
  const findings = findConflicts(conflictFacts(corpus, duties)).map((finding) => ({ ...finding, id: conflictId(finding) }));
  return [
    [
      'conflict',
      findings.map(({ id, kind, severity, document, explanation }, place) => ({
        id,
        kind,
        severity,
        severity_rank: severities.indexOf(severity),
        document_id: `document:${document}`,
        place,
        explanation: explanation.vi,
        explanation_en: explanation.en,
      })),
    ],
    [
      'conflict_statement',
      findings.flatMap(({ id, provisions }) =>
        provisions.map(({ document, path }, position) => ({ conflict_id: id, position, statement_id: `statement:${document}/${path}` })),
      ),
    ],
    [
      'conflict_connection',
      findings.flatMap(({ id, connections }) =>
        connections.map((slug, position) => ({ conflict_id: id, position, connection_id: `connection:${slug}` })),
      ),
    ],
  ];
}
