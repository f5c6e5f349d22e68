/** Below this likeness two spellings are held to be different words. */
const LEAST_LIKENESS = 0.35;

/** Shorter words are not compared letter by letter: any two would be alike. */
const LEAST_LETTERS = 3;

/** So many words like one asked for are looked at in each subgraph. */
const MOST_LIKE = 12;

/** So many spellings are compared letter by letter: those that share the most with the text by their words. */
const MOST_COMPARED = 250;

/** So many spellings of one word are looked at for the whole text. */
const LONGEST_WALK = 8000;

/** SELECT of the words of a subgraph that are asked for, and of those like them; $1: those asked for. */
export const knownWordsSql = (schema: string) =>
  `SELECT '${schema}' AS schema, word, word AS asked, 1::float8 AS likeness, count FROM "${schema}".pub_word WHERE word = ANY($1::text[])
   UNION ALL
   SELECT '${schema}', near.word, asked.word, near.likeness, near.count FROM unnest($1::text[]) AS asked(word) CROSS JOIN LATERAL (
     SELECT word, count, similarity(word, asked.word)::float8 AS likeness FROM "${schema}".pub_word
     WHERE word % asked.word AND word <> asked.word ORDER BY 3 DESC, 2 DESC, 1 LIMIT ${String(MOST_LIKE)}) AS near
   WHERE length(asked.word) >= ${String(LEAST_LETTERS)}`;

/** Spellings that hold words followed, and, by walking through those of a word in `$10`, the shortest that hold the whole text. */
const likelySql = (schema: string, index: number) =>
  `SELECT s.term, s.ordinality, s.type, s.label_vi, s.label_en, s.first_ids, f.near FROM (
     SELECT number, sum(near) AS near FROM (
       SELECT number, asked, max(weight) AS near FROM followed JOIN "${schema}".pub_word USING (word), unnest(spellings[1:taken]) AS number
       WHERE followed.schema = '${schema}' GROUP BY 1, 2) AS n GROUP BY 1) AS f
   JOIN "${schema}".pub_spelling s USING (number) WHERE s.type = ANY($2)
   UNION ALL
   SELECT * FROM (
     SELECT term, ordinality, type, label_vi, label_en, first_ids, 0 FROM "${schema}".pub_spelling
     WHERE number = ANY((SELECT spellings[1:${String(LONGEST_WALK)}] FROM "${schema}".pub_word WHERE word = ($10::text[])[${String(index + 1)}])::int[])
       AND type = ANY($2) AND strpos(' ' || term || ' ', ' ' || $1 || ' ') > 0 ORDER BY number LIMIT ${String(MOST_COMPARED)}) AS whole`;

/** How many trigrams of the text a spelling shares at least: those of the `count` words asked for that stand in it, and of words like them. */
const sharedSql = (count: number) =>
  Array.from({ length: count }, (_, index) => `($4::text[])[${String(index + 1)}]`)
    .map((word) => `CASE WHEN strpos(padded, ' ' || ${word} || ' ') > 0 THEN length(${word}) + 1 ELSE 0 END`)
    .join(' + ');

/**
 * SELECT of the hits. $1: the text; $2: the types; $3: how many; $4: the `count` words asked for; $5 to $9: schema, word, word asked for,
 * how many spellings and weight of each word followed; $10: for each schema the word to walk through, or null.
 */
export const hitsSql = (schemas: readonly string[], count: number) => `
  WITH followed AS (SELECT * FROM unnest($5::text[], $6::text[], $7::text[], $8::int[], $9::float8[]) AS f(schema, word, asked, taken, weight)),
  likely AS MATERIALIZED (${schemas.map(likelySql).join(' UNION ALL ')}),
  shared AS (
    SELECT term, length(term) + 1 AS own, length($1) + 1 AS asked, strpos(padded, ' ' || $1 || ' ') > 0 AS whole, near + ${sharedSql(count)} AS shared
    FROM (SELECT term, ' ' || term || ' ' AS padded, max(near) AS near FROM likely GROUP BY term) AS l),
  nearest AS (
    SELECT term FROM shared
    ORDER BY whole DESC, greatest(shared / greatest(asked + own - shared, 1), CASE WHEN asked > 12 THEN 0.8 * shared / asked ELSE 0 END) DESC, own, term
    LIMIT ${String(MOST_COMPARED)}),
  scored AS MATERIALIZED (
    SELECT term, CASE
      WHEN term = $1 THEN 1.0
      WHEN starts_with(term, $1 || ' ') THEN 0.9 + 0.09 * length($1) / length(term)
      WHEN strpos(' ' || term || ' ', ' ' || $1 || ' ') > 0 THEN 0.8 + 0.09 * length($1) / length(term)
      ELSE 0.8 * greatest(similarity(term, $1), CASE WHEN length($1) >= 12 THEN strict_word_similarity($1, term) * 0.8 ELSE 0 END)
    END AS score FROM nearest),
  best AS (
    SELECT DISTINCT ON (type, first_ids) * FROM scored JOIN likely USING (term)
    WHERE score >= ${String(LEAST_LIKENESS)} ORDER BY type, first_ids, score DESC, ordinality)
  SELECT id, type, label_vi, label_en, term AS matched, score::float8 AS score FROM best CROSS JOIN unnest(first_ids) AS carrier(id)
  ORDER BY score DESC, ordinality, length(label_vi), id LIMIT $3`;
