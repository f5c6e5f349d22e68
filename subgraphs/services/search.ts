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

/** Two spellings of which one is so like some words of the other may be like enough: trigrams of whole words, as the index holds them. */
const CANDIDATE = LEAST_LIKENESS / 0.8;

/** Which spellings are compared, the likeliest first; all others score less than `score`. */
interface Round {
  /** Of `terms`; $1 is the text. */
  readonly compared: string;
  readonly score: number;
}

const rounds: readonly Round[] = [
  { compared: "terms LIKE '%' || $1 || '%'", score: 0.8001 }, // the words themselves: others score 0.8 at most
  { compared: '$1 <<% terms', score: LEAST_LIKENESS },
];

/** What a kind is searched in: each entity, or each title with the first of those who carry it. */
function sourceOf(context: Context, kind: SearchKind, compared: string): string {
  const { subgraph, type } = places[kind];
  const schema = context.schemas.of(subgraph);
  const like = `type = '${type}' AND ${compared}`;
  return subgraph === 'obligations'
    ? `SELECT first_ids AS ids, type, label_vi, label_en, terms FROM "${schema}".pub_title WHERE ${like}`
    : `SELECT ARRAY[id] AS ids, type, label_vi, label_en, terms FROM "${schema}".pub_entity WHERE ${like}`;
}

interface Row {
  readonly id: string;
  readonly type: string;
  readonly label_vi: string;
  readonly label_en: string;
  readonly matched: string;
  readonly score: number;
}

/**
 * Names and spellings like `text`, best first: the same words, then names that begin so, then names that hold them, then
 * similar spellings. Compares no more than it takes to fill the answer; each round is one SQL statement over the views that the
 * subgraphs publish.
 */
export async function search(context: Context, text: string, kinds: readonly SearchKind[], first: number): Promise<Hit[]> {
  const words = fold(text);
  if (words === '') throw badInput(`the text ${JSON.stringify(text)} holds no letter or digit to search for`, ['text']);
  const rows = await context.source.transaction(async (manager) => {
    let found: Row[] = [];
    // To compare spellings costs far more than the planner believes: where there is an index of trigrams, it is to be used.
    await manager.query(
      "SELECT set_config('pg_trgm.strict_word_similarity_threshold', $1, true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)",
      [String(CANDIDATE)],
    );
    for (const { compared, score } of rounds) {
      const entities = kinds.map((kind) => sourceOf(context, kind, compared)).join(' UNION ALL ');
      found = await manager.query<Row[]>(
        `WITH entity AS (${entities}),
     spelling AS (
       SELECT ids, type, label_vi, label_en, term, ordinality,
         CASE
           WHEN term = $1 THEN 1.0
           WHEN starts_with(term, $1 || ' ') THEN 0.9 + 0.09 * length($1) / length(term)
           WHEN strpos(' ' || term || ' ', ' ' || $1 || ' ') > 0 THEN 0.8 + 0.09 * length($1) / length(term)
           ELSE 0.8 * greatest(similarity(term, $1), CASE WHEN length($1) >= 12 THEN strict_word_similarity($1, term) * 0.8 ELSE 0 END)
         END AS score
       FROM entity, unnest(string_to_array(terms, E'\\n')) WITH ORDINALITY AS t(term, ordinality)
       WHERE term <> ''),
     best AS (SELECT DISTINCT ON (type, ids) * FROM spelling WHERE score >= $2 ORDER BY type, ids, score DESC, ordinality)
     SELECT id, type, label_vi, label_en, term AS matched, score::float8 AS score FROM best CROSS JOIN unnest(ids) AS carrier(id)
     ORDER BY score DESC, ordinality, length(label_vi), id LIMIT $3`,
        [words, score, first],
      );
      if (found.length >= first) break;
    }
    return found;
  });
  return rows.map((row) => ({
    node: { id: row.id, __typename: row.type },
    labelVi: row.label_vi,
    labelEn: row.label_en,
    matched: row.matched,
    score: row.score,
  }));
}
