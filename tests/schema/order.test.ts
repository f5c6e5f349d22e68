import { graphqlSync, parse } from 'graphql';
import { subgraphSchema } from '../../shared/subgraph';
import { subgraphNames } from '../../subgraphs/registry';
import { definitions } from '../../subgraphs/runtime';
import { schemaFile } from '../support/subgraphs';

/** `Type.field` of every type in a schema. */
function fieldsOf(sdl: string): readonly string[] {
  return parse(sdl)
    .definitions.flatMap((type) =>
      'name' in type && 'fields' in type ? (type.fields ?? []).map((field) => `${type.name.value}.${field.name.value}`) : [],
    )
    .filter((field) => !/^_|\._/.test(field)) // of the federation
    .sort();
}

test('a subgraph has the fields of its file, whichever subgraphs are made before it', async () => {
  for (const name of [...subgraphNames].reverse()) {
    const schema = await subgraphSchema(definitions[name]);
    const { data } = graphqlSync({ schema, source: '{ _service { sdl } }' });
    expect(fieldsOf((data as { _service: { sdl: string } })._service.sdl)).toEqual(fieldsOf(schemaFile(`${name}.graphql`)));
  }
});
