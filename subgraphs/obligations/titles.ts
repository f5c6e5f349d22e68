import type { EntityManager } from 'typeorm';
import { MAX_PAGE } from '../../shared/keyset';

/** Tells again which titles there are, each with as many of its first ids as a search may answer. */
export async function listTitles(manager: EntityManager): Promise<void> {
  await manager.query('DELETE FROM title');
  await manager.query(
    `INSERT INTO title (type, label_vi, label_en, terms, first_ids)
     SELECT type, label_vi, label_en, terms, (array_agg(id ORDER BY id))[1:${String(MAX_PAGE)}]
     FROM pub_entity WHERE type IN ('Obligation', 'Statement') GROUP BY type, label_vi, label_en, terms`,
  );
}
