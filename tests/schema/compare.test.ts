import { breakingChanges, driftOf } from '../../scripts/schema/compare';
import { generateSchema } from '../../scripts/schema/generate';
import { schemaFile } from '../support/subgraphs';

describe('generated files', () => {
  it('stand as the code makes them', async () => {
    const files = await generateSchema();
    expect([...files.keys()].sort()).toEqual(
      ['agencies', 'api', 'databases', 'documents', 'obligations', 'services', 'supergraph'].map((name) => `${name}.graphql`),
    );
    expect([...files].flatMap(([name, text]) => driftOf(name, schemaFile(name), text) ?? [])).toEqual([]);
  });

  const cases: Array<[what: string, standing: string | null, said: string | null]> = [
    ['the same text', 'a\nb\n', null],
    ['another line', 'a\nc\n', 'api.graphql:2: "c" stands there, the code makes "b"'],
    ['a line too many', 'a\nb\n\n', 'api.graphql:4: "" stands there, the code makes ""'],
    ['a line too few', 'a\n', 'api.graphql:2: "" stands there, the code makes "b"'],
    ['no file', null, 'api.graphql: is missing'],
  ];
  it.each(cases)('are compared by line: %s', (_, standing, said) => {
    expect(driftOf('api.graphql', standing, 'a\nb\n')).toBe(said);
  });
});

describe('against what clients rely on', () => {
  const published = 'type Query { a: Int, b(x: Int): Int }';

  it.each([
    ['a field that is gone', 'type Query { b(x: Int): Int }', ['FIELD_REMOVED: Query.a was removed.']],
    ['another type', 'type Query { a: String, b(x: Int): Int }', ['FIELD_CHANGED_KIND: Query.a changed type from Int to String.']],
    [
      'an argument that is now required',
      'type Query { a: Int, b(x: Int!): Int }',
      ['ARG_CHANGED_KIND: Query.b arg x has changed type from Int to Int!.'],
    ],
    ['a field more', 'type Query { a: Int, b(x: Int): Int, c: Int }', []],
  ])('%s is told', (_, api, said) => {
    expect(breakingChanges(published, api)).toEqual(said);
  });
});
