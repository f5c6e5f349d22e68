import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getIntrospectionQuery,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  Kind,
  parse,
  typeFromAST,
  type GraphQLType,
  type NonNullTypeNode,
} from 'graphql';
import { Costs } from '../../../gateway/safety/Costs';
import { Demand } from '../../../gateway/safety/demand';
import { defaultLimits } from '../../../gateway/safety/limits';
import { Supergraph } from '../../../gateway/Supergraph';
import { projectRoot } from '../../../shared/config';
import { schemaFile } from '../../support/subgraphs';
import { ask, startGraph, stopAll } from '../support';

const supergraph = new Supergraph(schemaFile('supergraph.graphql'));
const costs = new Costs(supergraph.apiSchema, new Demand(supergraph.sdl));

function costOf(text: string, variables: Record<string, unknown> = {}): number | null {
  const document = parse(text);
  const definition = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (definition === undefined) throw new Error('no operation');
  return costs.of(document, definition, variables);
}

/** Any value that fits. */
function aValueOf(type: GraphQLType | undefined): unknown {
  const nullable = getNullableType(type);
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (isInputObjectType(nullable)) {
    const needed = Object.values(nullable.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(needed.map((field) => [field.name, aValueOf(field.type)]));
  }
  if (isListType(nullable)) return [];
  const values: Record<string, unknown> = { Int: 1, Boolean: true, Date: '2026-11-20' };
  return values[String(nullable)] ?? 'x';
}

afterAll(stopAll);

describe('what an operation costs', () => {
  test.each([
    ['nothing for plain values', '{ __typename }', 0],
    ['1 for an object', '{ agency(id: "x") { id name } }', 1],
    ['a page as long as it was asked for', '{ agencies(first: 7) { nodes { id parent { id } } } }', 15],
    ['a page as long as it is if nothing is said', '{ agencies { nodes { parent { id } } } }', 101],
    ['a list as long as it is assumed to be', '{ obligation(id: "x") { leadAgencies { parent { id } } } }', 12],
    ['pages of pages, multiplied', '{ agencies(first: 10) { nodes { children(first: 20) { nodes { parent { id } } } } } }', 421],
    ['as much under an alias', '{ a: agency(id: "x") { id } b: agency(id: "x") { id } }', 2],
    ['as much in a fragment', '{ ...A } fragment A on Query { agency(id: "x") { id } }', 1],
    ['the declared weight of what is dear', '{ dependencyCycles { __typename } }', 50],
  ])('%s', (_what, text, cost) => {
    expect(costOf(text)).toBe(cost);
  });

  test('is counted with the variables of the request', () => {
    const text = 'query ($n: Int = 5, $deep: Boolean = false) { agencies(first: $n) { nodes { parent @include(if: $deep) { id } } } }';
    expect([costOf(text), costOf(text, { n: 100, deep: true }), costOf(text, { n: 5 })]).toEqual([6, 201, 6]);
  });
});

describe('an operation whose cost cannot be counted is not answered:', () => {
  const dear = 'agencies(first: 100) { nodes { children(first: 100) { nodes { children(first: 100) { nodes { id } } } } } }';
  test.each([
    ['a null where none may be', `query ($n: Int = 5) { databases(first: $n) { totalCount } ${dear} }`, { n: null }],
    ['a null that hides a condition', `query ($yes: Boolean = true) { ${dear} __typename @include(if: $yes) }`, { yes: null }],
  ])('%s', (_what, text, variables) => {
    expect(() => costOf(text, variables)).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });
});

describe('the limits leave room for what is asked:', () => {
  const folder = join(projectRoot, 'schema', 'operations');
  test.each(readdirSync(folder))('%s costs less than a third of what one may', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const [definition] = parse(text).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    const needed = (definition?.variableDefinitions ?? []).filter(
      ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
    );
    const values = needed.map(({ variable, type }) => [
      variable.name.value,
      aValueOf(typeFromAST(supergraph.apiSchema, type as NonNullTypeNode)),
    ]);
    const cost = costOf(text, Object.fromEntries(values));
    expect(cost).not.toBeNull();
    expect(cost ?? Infinity).toBeLessThan(defaultLimits.maxCost / 3);
  });

  test('a page of 100 duties with their leads, coordinating bodies, connections, ends and owners', () => {
    const text = `{ obligations(first: 100) { nodes { id title leadAgencies { id name } coordinatingAgencies { id name }
      connections { id ends { id name owner { id name } } } } } }`;
    expect(costOf(text)).toBeLessThan(defaultLimits.maxCost / 4);
  });

  test('a page of 100 in each of 100', () => {
    expect(costOf('{ agencies(first: 100) { nodes { owes(first: 100) { nodes { id document { number } } } } } }')).toBeLessThan(
      defaultLimits.maxCost,
    );
  });
});

describe('an answer', () => {
  const source = {
    sdl: 'type Query { agencies(first: Int = 10): [Agency!]! } type Agency { name: String parent: Agency }',
    resolvers: { Query: { agencies: () => [] } },
  };

  test('tells what its operation cost, and what one may cost', async () => {
    const graph = await startGraph({ agencies: source });
    expect(JSON.parse((await graph.ask('{ agencies(first: 3) { parent { name } } }')).text)).toEqual({
      data: { agencies: [] },
      extensions: { cost: { requested: 4, limit: defaultLimits.maxCost } },
    });
  });

  test('tells it of an operation that costs too much, too', async () => {
    const { gateway } = await startGraph({ agencies: source }, { safety: { limits: { maxCost: 3 } } });
    expect(await ask(gateway.url, '{ agencies(first: 3) { parent { name } } }')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_TOO_COSTLY', cost: { requested: 4, limit: 3 } } }],
    });
  });

  test.each([
    ['of 100 aliases', `{ ${Array.from({ length: 100 }, (_, index) => `a${String(index)}: agencies(first: 1) { name }`).join(' ')} }`],
    [
      'of all that GraphiQL asks of the schema',
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
    ['25 levels deep', `{ agencies { ${'parent { '.repeat(23)} name ${'}'.repeat(23)} } }`],
  ])('is given to an operation %s', async (_what, query) => {
    const graph = await startGraph({ agencies: source });
    const { status, errors } = await graph.ask(query);
    expect([status, errors]).toEqual([200, undefined]);
  });
});
