import type { Corpus } from '../ingest/corpus';
import type { SubgraphDefinition } from '../shared/subgraph';

type Rows = ReturnType<SubgraphDefinition['rows']>;

const tried = new WeakMap<Corpus, Map<SubgraphDefinition, Rows>>();

/** Makes the rows of subgraphs and keeps them for the loading that follows. @throws whatever the making stumbles over */
export function tryOut(definitions: readonly SubgraphDefinition[], corpus: Corpus): void {
  tried.set(corpus, new Map(definitions.map((definition) => [definition, definition.rows(corpus)])));
}

/** The rows of a subgraph, made anew unless they were tried out. */
export function takeRows(definition: SubgraphDefinition, corpus: Corpus): Rows {
  const made = tried.get(corpus);
  const rows = made?.get(definition) ?? definition.rows(corpus);
  made?.delete(definition);
  return rows;
}
