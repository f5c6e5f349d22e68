import { putAway, run, temporaryFolder, urlIn } from './programs';

afterAll(putAway);

/** A gateway whose subgraphs are not there: what it refuses it refuses by itself. */
async function gateway(env: Record<string, string>): Promise<string> {
  const program = run('gateway', ['--port', '0'], { KETNOI_DATA: temporaryFolder(), ...env });
  await program.until(/Stop/);
  return urlIn(program.output);
}

async function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) });
}

async function codeOf(response: Response): Promise<string | undefined> {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return errors?.[0]?.extensions.code;
}

test('limits that the environment sets hold for the gateway that was started in it', async () => {
  const url = await gateway({
    KETNOI_MAX_COST: '10',
    KETNOI_REQUESTS_PER_MINUTE: '3',
    KETNOI_TRUST_PROXY: 'loopback',
    KETNOI_CORS_ORIGINS: 'https://a.example.vn',
  });
  const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address, origin: 'https://a.example.vn' });
  const costly = await ask(url, '{ agencies(first: 20) { nodes { id } } }', from('192.0.2.1'));
  expect([costly.status, costly.headers.get('access-control-allow-origin')]).toEqual([400, 'https://a.example.vn']);
  expect(await codeOf(costly)).toBe('OPERATION_TOO_COSTLY');
  const statuses: number[] = [];
  for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'])
    statuses.push((await ask(url, '{ __typename }', from(address))).status);
  expect(statuses).toEqual([200, 200, 429, 200]);
});

test('with KETNOI_TRUSTED_DOCUMENTS=only a gateway answers registered operations alone', async () => {
  const url = await gateway({ KETNOI_TRUSTED_DOCUMENTS: 'only' });
  expect(await codeOf(await ask(url, '{ __typename }'))).toBe('DOCUMENT_NOT_TRUSTED');
});

test('limits that are none are refused before anything starts', async () => {
  const program = run('gateway', ['--port', '0'], {
    KETNOI_MAX_COST: 'much',
    KETNOI_CORS_ORIGINS: 'a.example.vn',
    KETNOI_TRUST_PROXY: 'everybody',
  });
  expect(await program.ended).toBe(1);
  for (const name of ['KETNOI_MAX_COST', 'KETNOI_CORS_ORIGINS', 'KETNOI_TRUST_PROXY']) expect(program.output).toContain(name);
});
