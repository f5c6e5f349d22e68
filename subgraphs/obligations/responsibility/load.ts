import type { Corpus } from '../../../ingest/corpus';
import type { Duty } from '../../../ingest/duties';
import { responsibilityOf, type ResponsibilityCase } from '../../../ingest/responsibility';

/** Who answers for what, over all time. */
export function responsibilityRows(
  corpus: Corpus,
  duties: readonly Duty[],
): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  const { cases, dutyCases } = responsibilityOf(corpus, duties);
  return [
    ['responsibility', cases.flatMap(caseRows)],
    [
      'duty_case',
      dutyCases.map(({ duty, role, caseId }, position) => ({ obligation_id: `obligation:${duty}`, role, position, case_id: caseId })),
    ],
  ];
}

/** Who answers for a case, over all time. */
export function caseRows({ id, origin, terms }: ResponsibilityCase): object[] {
  return terms.map((term, position) => ({
    case_id: id,
    position,
    origin_id: `agency:${origin}`,
    bearer_id: term.agency === null ? null : `agency:${term.agency}`,
    candidate_ids: term.candidates.map((slug) => `agency:${slug}`),
    scope_ids: term.scope.map((slug) => `database:${slug}`),
    via_ids: term.via.map((slug) => `succession:${slug}`),
    disputed: term.disputed,
    as_member: term.asMember,
    valid_from: term.from,
    valid_until: term.until,
    explanation: term.explanation.vi,
    explanation_en: term.explanation.en,
  }));
}
