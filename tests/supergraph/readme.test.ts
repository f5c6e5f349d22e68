import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { startTestGraph, type TestGraph } from '../support/graph';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');

/** The operations of the README, with the answers printed under them. */
function shownIn(text: string): Array<{ title: string; query: string; answer: string }> {
  const shown = text.matchAll(/\*\*(.+)\*\*\n\n```graphql\n([^`]+)```\n\n```json\n([^`]+)```/g);
  return [...shown].map(([, title = '', query = '', answer = '']) => ({ title, query, answer }));
}

describe('the README', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph();
  });
  afterAll(() => graph.close());

  const shown = shownIn(readme);
  it('shows five queries', () => {
    expect(shown).toHaveLength(5);
  });

  it.each(shown)('gives the real answer to: $title', async ({ query, answer }) => {
    const { data, errors } = await graph.ask(query);
    expect(errors).toBeUndefined();
    expect(data).toEqual(JSON.parse(answer));
  });
});
