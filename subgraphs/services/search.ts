import { fold } from '../../domain/fold';
import { badInput } from '../../shared/errors';
import type { Node } from '../../shared/graph';
import type { Context } from '../../shared/context';
import { hitsSql, knownWordsSql } from './likeness';
import { publishers } from './nodes';
import { followedWords, walkedWord, type KnownWord } from './words';

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

/** A longer text is looked for by its first words. */
const MOST_WORDS = 24;

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

interface Row {
  readonly id: string;
  readonly type: string;
  readonly label_vi: string;
  readonly label_en: string;
  readonly matched: string;
  readonly score: number;
}

/**
 * Names and spellings like `text`, best first: the same words, then names that begin so, then names that hold them, then similar
 * spellings. Goes from the words of the text to the names that hold them, over the views that the subgraphs publish: two SQL statements.
 */
export async function search(context: Context, text: string, kinds: readonly SearchKind[], first: number): Promise<Hit[]> {
  const words = fold(text);
  if (words === '') throw badInput(`the text ${JSON.stringify(text)} holds no letter or digit to search for`, ['text']);
  if (kinds.length === 0) return [];
  const asked = [...new Set(words.split(' '))].slice(0, MOST_WORDS);
  const schemas = [...new Set(kinds.map((kind) => context.schemas.of(places[kind].subgraph)))];
  const known: KnownWord[] = await context.source.query(schemas.map(knownWordsSql).join(' UNION ALL '), [asked]);
  const followed = followedWords(known);
  if (followed.length === 0) return [];
  const rows: Row[] = await context.source.query(hitsSql(schemas, asked.length), [
    words,
    kinds.map((kind) => places[kind].type),
    first,
    asked,
    ...(['schema', 'word', 'asked', 'taken', 'weight'] as const).map((name) => followed.map((word) => word[name])),
    schemas.map((schema) => walkedWord(known, schema, asked.length)),
  ]);
  return rows.map((row) => ({
    node: { id: row.id, __typename: row.type },
    labelVi: row.label_vi,
    labelEn: row.label_en,
    matched: row.matched,
    score: row.score,
  }));
}
