import { getNamedType, isLeafType, isObjectType, isRequiredArgument, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';

const SUBGRAPHS = ['agencies', 'databases', 'documents', 'obligations', 'services'] as const;
type Item = Readonly<Record<string, unknown>>;

let graph: OpenedSubgraphs;
beforeAll(async () => {
  graph = await openTestSubgraphs();
});
afterAll(() => graph.close());

type AnyField = GraphQLField<unknown, unknown>;

const needsNothing = (field: AnyField): boolean => !field.args.some(isRequiredArgument);
const selected = (field: AnyField): string => (isLeafType(getNamedType(field.type)) ? field.name : `${field.name} { __typename }`);

/** The lists that a subgraph gives at the root, with the type of their items. */
function listsOf(name: (typeof SUBGRAPHS)[number]): Array<readonly [list: string, type: GraphQLObjectType]> {
  const fields = Object.values(graph.named(name).schema.getQueryType()?.getFields() ?? {});
  return fields.filter(needsNothing).flatMap((field) => {
    const connection = getNamedType(field.type);
    if (!isObjectType(connection) || !connection.name.endsWith('Connection') || !('nodes' in connection.getFields())) return [];
    return [[field.name, getNamedType(connection.getFields().nodes?.type) as GraphQLObjectType] as const];
  });
}

async function ask(name: (typeof SUBGRAPHS)[number], query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { data, errors } = await graph.named(name).execute({ query, variables, headers: {} });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}

describe.each(SUBGRAPHS)('what is read of the records of %s', (name) => {
  it('is enough for each field alone, in a list and by its key, to tell what it tells among all others', async () => {
    const lists = listsOf(name);
    expect(lists).not.toHaveLength(0);
    for (const [list, type] of lists) {
      const fields = Object.values(type.getFields()).filter(needsNothing);
      const listed = async (selection: string): Promise<Item[]> =>
        ((await ask(name, `{ ${list}(first: 20) { nodes { ${selection} } } }`))[list] as { nodes: Item[] }).nodes;
      const all = await listed(fields.map(selected).join(' '));
      const keys = all.map(({ id }) => ({ __typename: type.name, id }));
      const byKey = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ';
      expect(all).not.toHaveLength(0);
      for (const field of fields) {
        const told = all.map((item) => ({ [field.name]: item[field.name] }));
        expect(await listed(selected(field))).toEqual(told);
        expect((await ask(name, `${byKey}${type.name} { ${selected(field)} } } }`, { keys }))._entities).toEqual(told);
      }
    }
  });
});

it('a list that is asked for few fields is read with few columns', async () => {
  graph.log.reset();
  await ask('documents', '{ documents { nodes { number } } }');
  expect(graph.log.statements).toEqual([expect.stringContaining('AS "number"')]);
  expect(graph.log.statements.join()).not.toMatch(/verifiers|"note"|titleVi/);
});

it('a statistic counts what it is asked for', async () => {
  graph.log.reset();
  const [few] = (await ask('obligations', '{ obligationStats(groupBy: [LEVEL], filter: { kinds: [CONNECTION] }) { total openOverdue } }'))
    .obligationStats as Item[];
  expect(graph.log.statements.join()).not.toContain('leadDependsOnReading');
  const everything =
    '{ obligationStats(groupBy: [LEVEL], filter: { kinds: [CONNECTION] }) { total openOverdue undated leadDependsOnReading } }';
  const [all] = (await ask('obligations', everything)).obligationStats as Item[];
  expect(all).toMatchObject(few ?? {});
  expect(graph.log.statements.join()).toContain('leadDependsOnReading');
});
