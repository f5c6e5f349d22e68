import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { sha256, TrustedDocuments, type OperationManifest } from '../../../gateway/safety/TrustedDocuments';
import { projectRoot } from '../../../shared/config';
import { operation, startTestGraph, type TestGraph } from '../../support/graph';

const folder = join(projectRoot, 'schema');
const manifest = readFileSync(join(folder, 'persisted-operations.json'), 'utf8');
const NAME = 'OwnerOfDatabase';
const REGISTERED = operation(NAME);
const OTHER = '{ database(id: "database:csdlqg-dan-cu") { id } }';

let graph: TestGraph;
afterAll(() => graph.close());

interface Told {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: { readonly extensions: { readonly code: string } }[];
}

async function post(body: object, path = ''): Promise<Told> {
  const response = await fetch(graph.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

async function get(parameters: Record<string, string>): Promise<Told> {
  const response = await fetch(`${graph.url}?${new URLSearchParams(parameters).toString()}`);
  return { status: response.status, ...((await response.json()) as object) };
}

const persisted = (hash: unknown, version = 1): object => ({ persistedQuery: { version, sha256Hash: hash } });
const codeOf = ({ errors }: Told): string | undefined => errors?.[0]?.extensions.code;

describe('where only registered operations are answered', () => {
  beforeAll(async () => {
    graph = await startTestGraph({ production: true, safety: { trusted: TrustedDocuments.fromManifest(manifest, true) } });
  });
  afterAll(() => graph.close());

  test('every operation of schema/operations is registered by the SHA-256 of its file', () => {
    const { format, version, operations } = JSON.parse(manifest) as OperationManifest;
    expect([format, version]).toEqual(['apollo-persisted-query-manifest', 1]);
    expect(operations.map(({ id, name, body }) => [name, id, body])).toEqual(
      readdirSync(join(folder, 'operations'))
        .sort()
        .map((file) => {
          const text = readFileSync(join(folder, 'operations', file), 'utf8');
          return [file.replace('.graphql', ''), sha256(text), text];
        }),
    );
  });

  test.each([
    ['its text', { query: REGISTERED }],
    ['its text in another layout', { query: stripIgnoredCharacters(REGISTERED) }],
    ['its text as documents are printed', { query: print(parse(REGISTERED)) }],
    ['its hash as documentId', { documentId: sha256(REGISTERED) }],
    ['its hash with the name of the algorithm', { documentId: `sha256:${sha256(REGISTERED)}` }],
    ['the hash of it as documents are printed', { documentId: sha256(print(parse(REGISTERED))) }],
    ['its hash as an automatic persisted query', { extensions: persisted(sha256(REGISTERED)) }],
  ])('one is answered that is named by %s', async (_how, body) => {
    expect(await post(body)).toMatchObject({ status: 200, data: { database: { then: { name: 'Bộ Tài chính' } } } });
  });

  test('one is answered that is named in an address', async () => {
    expect(await get({ documentId: sha256(REGISTERED) })).toMatchObject({ status: 200, data: { database: {} } });
  });

  test.each([
    ['another', { query: OTHER }, 'DOCUMENT_NOT_TRUSTED'],
    ['another under its hash', { query: OTHER, extensions: persisted(sha256(OTHER)) }, 'DOCUMENT_NOT_TRUSTED'],
    ['another under the hash of one', { query: OTHER, extensions: persisted(sha256(REGISTERED)) }, 'PERSISTED_QUERY_MISMATCH'],
    ['one with a field more', { query: REGISTERED.replace('name', 'name id') }, 'DOCUMENT_NOT_TRUSTED'],
    ['one with another beside it', { query: `${REGISTERED} query B ${OTHER}`, operationName: 'B' }, 'DOCUMENT_NOT_TRUSTED'],
    ['an unknown hash', { documentId: sha256(OTHER) }, 'PERSISTED_QUERY_NOT_FOUND'],
  ])('%s is not', async (_what, body, code) => {
    const told = await post(body);
    expect(codeOf(told)).toBe(code);
    expect(told.data ?? null).toBeNull();
    const stream = await fetch(`${graph.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
    });
    expect(await stream.text()).toContain(`"code":"${code}"`);
  });

  test('what was refused once is not kept under its hash', async () => {
    await post({ query: OTHER, extensions: persisted(sha256(OTHER)) });
    expect(codeOf(await post({ extensions: persisted(sha256(OTHER)) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('automatic persisted queries, where any operation is answered,', () => {
  beforeAll(async () => {
    graph = await startTestGraph({ production: false });
  });

  test('are known once they were sent with their hash', async () => {
    const hash = sha256(OTHER);
    expect(codeOf(await post({ extensions: persisted(hash) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(await post({ query: OTHER, extensions: persisted(hash) })).toMatchObject({ status: 200, data: { database: {} } });
    expect(await post({ extensions: persisted(hash) })).toMatchObject({ status: 200, data: { database: {} } });
    expect(await get({ extensions: JSON.stringify(persisted(hash)) })).toMatchObject({ status: 200, data: { database: {} } });
  });

  test.each([
    ['the hash of something else', OTHER, persisted(sha256('{ __typename }')), 'PERSISTED_QUERY_MISMATCH'],
    ['no hash', OTHER, persisted('__proto__'), 'PERSISTED_QUERY_MISMATCH'],
    ['another version', OTHER, persisted(sha256(OTHER), 2), 'PERSISTED_QUERY_NOT_SUPPORTED'],
  ])('are refused with %s, and not kept', async (_what, query, extensions, code) => {
    const told = await post({ query, extensions });
    expect([told.status, codeOf(told)]).toEqual([400, code]);
    expect(codeOf(await post({ extensions: persisted(sha256('{ __typename }')) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('are not kept when they could not be executed', async () => {
    const broken = '{ nothing }';
    await post({ query: broken, extensions: persisted(sha256(broken)) });
    expect(codeOf(await post({ extensions: persisted(sha256(broken)) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

test.each([
  ['no JSON', '{'],
  ['another format', '{"format":"relay","version":1,"operations":[]}'],
  [
    'an id that is not the hash of its body',
    JSON.stringify({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: sha256('a'), name: 'A', type: 'query', body: 'b' }],
    }),
  ],
])('a list of operations is refused: %s', (_what, json) => {
  expect(() => TrustedDocuments.fromManifest(json, true)).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
});
