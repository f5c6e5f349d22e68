import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  buildSchema,
  validate,
} from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { subgraphNames } from '../../subgraphs/registry';
import { schemaFile } from '../support/subgraphs';

const api = buildSchema(schemaFile('api.graphql'));
const types = Object.values(api.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name),
);
const vietnamese =
  /\([^()]*[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÊÔƠƯ][^()]*\)|\((?:VI|trang|theo|con)[^()]*\)/u;

describe('the public graph', () => {
  it('describes every type, field, value and input for analysts, with the Vietnamese term in brackets', () => {
    const undescribed: string[] = [];
    const check = (name: string, description: string | null | undefined) => {
      if (!description || !/\([^()]+\)/.test(description)) undescribed.push(name);
    };
    for (const type of types) {
      if (['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
      check(type.name, type.description);
    }
    for (const type of types) {
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        const fields: ReadonlyArray<{ name: string; description?: string | null }> = Object.values(type.getFields());
        for (const field of fields) check(`${type.name}.${field.name}`, field.description);
      }
      if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value.description);
    }
    expect(undescribed).toEqual([]);
  });

  it('writes the Vietnamese term with its accents in most descriptions', () => {
    const described = types.flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()).map((field) => field.description ?? '') : [],
    );
    expect(described.filter((text) => vietnamese.test(text)).length / described.length).toBeGreaterThan(0.9);
  });

  it('has no list that may be null, nor one that holds null', () => {
    const nullable: string[] = [];
    for (const type of types) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const listed = isNonNullType(field.type) ? field.type.ofType : field.type;
        if (isListType(listed) && (!isNonNullType(field.type) || !isNonNullType(listed.ofType)))
          nullable.push(`${type.name}.${field.name}`);
      }
    }
    // The exceptions say by null that there are no line numbers, that there is no path (the contract has them so).
    expect(nullable.sort()).toEqual(['Citation.lines', 'Provision.lines', 'Query.connectionPath']);
  });

  it('names types in PascalCase, fields in camelCase, values in CONSTANT_CASE', () => {
    const odd: string[] = [];
    for (const type of types) {
      if (!/^[A-Z][A-Za-z]*$/.test(type.name)) odd.push(type.name);
      if (isEnumType(type))
        odd.push(
          ...type
            .getValues()
            .map((value) => value.name)
            .filter((name) => !/^[A-Z]+(_[A-Z]+)*$/.test(name)),
        );
      if (isObjectType(type) || isInputObjectType(type))
        odd.push(...Object.keys(type.getFields()).filter((name) => !/^[a-z][A-Za-z]*$/.test(name)));
      if (isScalarType(type)) expect(['Date', 'DateTime']).toContain(type.name);
    }
    expect(odd).toEqual([]);
  });

  it('keeps each type in a subgraph of its own; only value types and stubs are shared', () => {
    const ownersOf = (type: string) =>
      subgraphNames.filter((name) =>
        new RegExp(`^type ${type} implements Node .*@key\\(fields: "id"\\) \\{`, 'm').test(schemaFile(`${name}.graphql`)),
      );
    expect(ownersOf('Agency')).toEqual(['agencies']);
    expect(ownersOf('Obligation')).toEqual(['obligations']);
  });

  it('holds nothing that belongs to one gateway', () => {
    const links = [...schemaFile('supergraph.graphql').matchAll(/@link\(\s*url: "([^"]+)"/g)].map((match) => match[1]);
    expect(links).toEqual(['link/v1.0', 'join/v0.5', 'cost/v0.1'].map((spec) => `https://specs.apollo.dev/${spec}`));
  });
});

describe('operations', () => {
  const folder = join(projectRoot, 'schema', 'operations');
  it.each(readdirSync(folder))('%s is valid against the public graph and named like its file', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const document = parse(text);
    expect(validate(api, document)).toEqual([]);
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    expect(operations.map((definition) => definition.name?.value)).toEqual([file.replace('.graphql', '')]);
    expect(text).toMatch(/^# .+ — .+/);
  });
});
