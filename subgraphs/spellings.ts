import type { EntityManager } from 'typeorm';
import { MAX_PAGE } from '../shared/keyset';

/**
 * Tells again by which spellings the entities of a subgraph are found: each once, however many duties carry it, with as many of their
 * first ids as a search may answer; and in which spellings each word stands. The shorter spellings have the lower numbers.
 */
export async function listSpellings(manager: EntityManager): Promise<void> {
  await manager.query('DELETE FROM spelling; DELETE FROM word');
  await manager.query(
    `INSERT INTO spelling (number, term, ordinality, type, label_vi, label_en, first_ids)
     SELECT dense_rank() OVER (ORDER BY length(t.term), t.term COLLATE "C"), t.term, t.ordinality, type, label_vi, label_en, first_ids
     FROM (SELECT type, label_vi, label_en, terms, (array_agg(id ORDER BY id))[1:${String(MAX_PAGE)}] AS first_ids
           FROM pub_entity WHERE terms IS NOT NULL GROUP BY type, label_vi, label_en, terms) AS e,
       unnest(string_to_array(terms, E'\\n')) WITH ORDINALITY AS t(term, ordinality)
     WHERE t.term <> ''`,
  );
  await manager.query(
    `INSERT INTO word (word, spellings, count)
     SELECT word, array_agg(number ORDER BY number), count(*)
     FROM (SELECT DISTINCT number, unnest(string_to_array(term, ' ')) AS word FROM spelling) AS w GROUP BY word`,
  );
}
