import { Command } from 'commander';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, Kind, parse, validate } from 'graphql';
import { sha256, type OperationManifest } from '../../gateway/safety/TrustedDocuments';
import { projectRoot } from '../../shared/config';
import { MANIFEST } from '../safety';
import { driftOf } from './compare';

const folder = join(projectRoot, 'schema', 'operations');

/** The list of the operations of schema/operations/, each by the SHA-256 of its file. */
function generate(): string {
  const schema = buildSchema(readFileSync(join(projectRoot, 'schema', 'api.graphql'), 'utf8'));
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  const manifest: OperationManifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: files.map((file) => {
      const body = readFileSync(join(folder, file), 'utf8');
      const document = parse(body);
      const [problem] = validate(schema, document);
      if (problem !== undefined) throw new Error(`schema/operations/${file}: ${problem.message}`);
      const [operation, ...others] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
      const name = operation?.name?.value;
      if (operation === undefined || name === undefined || others.length > 0)
        throw new Error(`schema/operations/${file}: expected one operation with a name`);
      return { id: sha256(body), name, type: operation.operation, body };
    }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function write(): void {
  const text = generate();
  writeFileSync(join(projectRoot, MANIFEST), text);
  console.log(`persist: ${String((JSON.parse(text) as OperationManifest).operations.length)} operations registered in ${MANIFEST}`);
}

function check(): void {
  const path = join(projectRoot, MANIFEST);
  const drift = driftOf(MANIFEST, existsSync(path) ? readFileSync(path, 'utf8') : null, generate());
  if (drift === null) {
    console.log(`persist: ${MANIFEST} as the operations make it`);
    return;
  }
  console.error(`${drift}\n"npm run persist" writes it`);
  process.exitCode = 1;
}

const program = new Command('persist').description(
  `Registers the operations of schema/operations/ in ${MANIFEST}. With KETNOI_TRUSTED_DOCUMENTS=only a gateway answers these and no other; ` +
    'a client sends their text, or as documentId the SHA-256 of it.',
);
program.command('write', { isDefault: true }).description('writes the list').action(write);
program.command('check').description('fails where it is not what schema/operations/ makes').action(check);
program.parse();
