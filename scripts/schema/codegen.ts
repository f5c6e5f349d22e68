import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { Command } from 'commander';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse } from 'graphql';
import { projectRoot } from '../../shared/config';
import { driftOf } from './compare';

const NAME = 'schema/operations.ts';
const HEAD =
  '/** The operations of schema/operations/ for TypeScript, with the types of what they ask and answer. Written by `npm run codegen`. */';
const folder = join(projectRoot, 'schema');

/** The module that front ends import as `ketnoi/operations`. */
async function generate(): Promise<string> {
  const api = readFileSync(join(folder, 'api.graphql'), 'utf8');
  const files = readdirSync(join(folder, 'operations')).sort();
  const text = await codegen({
    filename: NAME,
    schema: parse(api),
    schemaAst: buildSchema(api),
    documents: files.map((file) => ({ location: file, document: parse(readFileSync(join(folder, 'operations', file), 'utf8')) })),
    config: {
      scalars: { ID: 'string', Date: 'string', DateTime: 'string' },
      strictScalars: true,
      enumType: 'string-literal',
      immutableTypes: true,
      inputMaybeValue: 'T | null | undefined',
      useTypeImports: true,
      optimizeDocumentNode: true,
    },
    plugins: [{ types: {} }, { documents: {} }],
    pluginMap: { types: operationTypes, documents: typedDocuments },
  });
  return `${HEAD}\n${text.trim()}\n`;
}

async function write(): Promise<void> {
  writeFileSync(join(projectRoot, NAME), await generate());
  console.log(`codegen: ${NAME} written`);
}

async function check(): Promise<void> {
  const path = join(projectRoot, NAME);
  const drift = driftOf(NAME, existsSync(path) ? readFileSync(path, 'utf8') : null, await generate());
  if (drift === null) {
    console.log(`codegen: ${NAME} as the operations make it`);
    return;
  }
  console.error(`${drift}\n"npm run codegen" writes it`);
  process.exitCode = 1;
}

const program = new Command('codegen').description(`Writes or checks ${NAME}, which is generated from the public API and the operations.`);
program.command('write', { isDefault: true }).description('writes the typed operations').action(write);
program.command('check').description('fails where they are not what schema/ makes').action(check);
void program.parseAsync();
