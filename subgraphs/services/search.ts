import { fold } from '../../domain/fold';
import { badInput } from '../../shared/errors';
import type { Node } from '../../shared/graph';
import type { Context } from '../../shared/subgraph';
import { publishers } from './nodes';

export const searchKinds = ['AGENCY', 'DATABASE', 'DOCUMENT', 'OBLIGATION', 'STATEMENT', 'SERVICE'] as const;
export type SearchKind = (typeof searchKinds)[number];

const places: Readonly<Record<SearchKind, { subgraph: string; type: string }>> = {
  AGENCY: { subgraph: 'agencies', type: 'Agency' },
  DATABASE: { subgraph: 'databases', type: 'Database' },
  DOCUMENT: { subgraph: 'documents', type: 'LegalDocument' },
  OBLIGATION: { subgraph: 'obligations', type: 'Obligation' },
  STATEMENT: { subgraph: 'obligations', type: 'Statement' },
  SERVICE: { subgraph: 'services', type: 'PublicService' },
};

type TypedNode = Node & { __typename: string };

/** What carries a global id, or null. */
export async function findNode(context: Context, id: string): Promise<TypedNode | null> {
  const subgraph = publishers[id.split(':')[0] ?? ''];
  if (subgraph === undefined) return null;
  const rows: Array<{ type: string }> = await context.source.query(
    `SELECT type FROM "${context.schemas.of(subgraph)}".pub_entity WHERE id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : { id, __typename: rows[0].type };
}

export interface Hit {
  readonly node: TypedNode;
  readonly labelVi: string;
  readonly labelEn: string;
  readonly matched: string;
  readonly score: number;
}

/** Below this likeness two spellings are held to be different words. */
const LEAST_LIKENESS = 0.35;

/**
 * Names and spellings like `text`, best first: the same words, then names that begin so, then names that hold them, then
 * similar spellings. One SQL statement over the views that the subgraphs publish.
 */
export async function search(context: Context, text: string, kinds: readonly SearchKind[], first: number): Promise<Hit[]> {
  const words = fold(text);
  if (words === '') throw badInput(`the text ${JSON.stringify(text)} holds no letter or digit to search for`, ['text']);
  const entities = kinds
    .map(
      (kind) =>
        `SELECT id, type, label_vi, label_en, terms FROM "${context.schemas.of(places[kind].subgraph)}".pub_entity WHERE type = '${places[kind].type}'`,
    )
    .join(' UNION ALL ');
  const rows: Array<{ id: string; type: string; label_vi: string; label_en: string; matched: string; score: number }> =
    await context.source.query(
      `WITH entity AS (${entities}),
     spelling AS (
       SELECT id, type, label_vi, label_en, term, ordinality,
         CASE
           WHEN term = $1 THEN 1.0
           WHEN starts_with(term, $1 || ' ') THEN 0.9 + 0.09 * length($1) / length(term)
           WHEN strpos(' ' || term || ' ', ' ' || $1 || ' ') > 0 THEN 0.8 + 0.09 * length($1) / length(term)
           ELSE 0.8 * greatest(similarity(term, $1), CASE WHEN length($1) >= 12 THEN strict_word_similarity($1, term) * 0.8 ELSE 0 END)
         END AS score
       FROM entity, unnest(string_to_array(terms, E'\\n')) WITH ORDINALITY AS t(term, ordinality)
       WHERE term <> ''),
     best AS (SELECT DISTINCT ON (id) * FROM spelling WHERE score >= $2 ORDER BY id, score DESC, ordinality)
     SELECT id, type, label_vi, label_en, term AS matched, score::float8 AS score FROM best
     ORDER BY score DESC, ordinality, length(label_vi), id LIMIT $3`,
      [words, LEAST_LIKENESS, first],
    );
  return rows.map((row) => ({
    node: { id: row.id, __typename: row.type },
    labelVi: row.label_vi,
    labelEn: row.label_en,
    matched: row.matched,
    score: row.score,
  }));
}
