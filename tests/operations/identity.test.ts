import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { ask } from '../../scripts/ask';
import { readConfig } from '../../shared/config';
import { developmentKeys, signDevelopmentToken } from '../../shared/identity/developmentKey';
import { identifyByToken } from '../../shared/identity/tokens';
import { finished, onLoadedStore, onTestServer, putAway, run, temporaryFolder, urlIn } from './programs';

afterAll(putAway);

const wish = { agencyId: 'agency:bo-tai-chinh', roles: new Set(['REPORTER', 'VERIFIER'] as const), expires: '1h' };
const { identity } = readConfig({});

describe('npm run token', () => {
  const args = ['--agency', 'agency:bo-tai-chinh', '--role', 'reporter'];

  test('prints a token and nothing else; its key is for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'new');
    const { code, output } = await finished(run('token', [...args, '--role', 'VERIFIER', '--expires', '30m'], { KETNOI_DATA: folder }));
    expect(code).toBe(0);
    expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(statSync(join(folder, 'development-key.json')).mode & 0o777).toBe(0o600);
    const { exp = 0, iat = 0, ...claims } = decodeJwt(output.trim());
    expect(claims).toEqual({ iss: 'ketnoi:development', aud: 'ketnoi', agency: 'agency:bo-tai-chinh', roles: ['REPORTER', 'VERIFIER'] });
    expect(exp - iat).toBe(1800);
  });

  const cases: ReadonlyArray<readonly [string, readonly string[], RegExp]> = [
    [
      'an unknown agency',
      ['--agency', 'agency:tai-chinh', '--role', 'reporter'],
      /no agency "agency:tai-chinh".*did you mean .*agency:bo-tai-chinh/,
    ],
    ['an agency like none', ['--agency', 'Bộ X', '--role', 'reporter'], /no agency "Bộ X".*expected an id such as agency:bo-tai-chinh/],
    ['an unknown role', ['--agency', 'agency:bo-tai-chinh', '--role', 'boss'], /expected one of reporter, verifier, editor, admin/],
    ['no role', ['--agency', 'agency:bo-tai-chinh'], /--role <role>/],
    ['a term without unit', [...args, '--expires', '8'], /expected a number and a unit: 90s, 30m, 8h, 7d/],
  ];
  test.each(cases)('refuses %s', async (_what, given, message) => {
    const { code, output } = await finished(run('token', given, { KETNOI_DATA: temporaryFolder() }));
    expect(code).not.toBe(0);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at /m);
  });

  test('refuses in production', async () => {
    const { code, output } = await finished(run('token', args, { KETNOI_DATA: temporaryFolder(), NODE_ENV: 'production' }));
    expect(code).toBe(1);
    expect(output).toMatch(/production accepts no tokens of this key/);
  });

  test('in its help names options and environment', async () => {
    const { code, output } = await finished(run('token', ['--help']));
    expect(code).toBe(0);
    for (const word of ['--agency <id>', '--role <role>', '--expires <term>', 'KETNOI_DATA', 'KETNOI_JWKS_URL'])
      expect(output).toContain(word);
  });
});

test('a token of the data folder is accepted by the graph that runs on it, though made later, and by none in production', async () => {
  const place = await onLoadedStore();
  for (const [environment, status] of [
    [{}, 200],
    [{ NODE_ENV: 'production' }, 401],
  ] as const) {
    const graph = run('start', ['--port', '0'], { ...place, ...environment });
    await graph.until(/Stop/);
    const printed = await finished(
      run('token', ['--agency', 'agency:bo-tai-chinh', '--role', 'reporter'], { KETNOI_DATA: place.KETNOI_DATA }),
    );
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${printed.output.trim()}` };
    const body = JSON.stringify({ query: '{ agencies(first: 1) { totalCount } }' });
    expect((await fetch(urlIn(graph.output), { method: 'POST', headers, body })).status).toBe(status);
    expect(await graph.stop()).toBe(0);
  }
});

test('where reading is closed a graph starts, and npm run query reads it with KETNOI_TOKEN', async () => {
  const place = { ...(await onLoadedStore()), KETNOI_PUBLIC_READING: 'false' };
  const graph = run('start', ['--port', '0'], place);
  await graph.until(/Stop/);
  expect(graph.output).toMatch(/reading is closed/);
  const question = '{ agencies(first: 1) { nodes { id } } }';
  expect(await ask(urlIn(graph.output), { query: question })).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  const { output: token } = await finished(run('token', ['--agency', 'agency:bo-cong-an', '--role', 'verifier'], place));
  const { code, output } = await finished(run('query', [question], { ...place, KETNOI_TOKEN: token.trim() }));
  expect(output).toMatch(/agency:/);
  expect(code).toBe(0);
  expect((await finished(run('query', [question], place))).output).toMatch(/UNAUTHENTICATED/);
});

describe('the key of development', () => {
  test('made by several processes at once is one', async () => {
    const folder = temporaryFolder();
    const tokens = await Promise.all([1, 2, 3, 4].map(() => signDevelopmentToken(folder, wish)));
    const identify = identifyByToken(identity, developmentKeys(folder));
    for (const token of tokens) expect(await identify(`Bearer ${token}`)).toEqual({ agencyId: wish.agencyId, roles: wish.roles });
  });

  test('is not that of another folder, and nothing in production', async () => {
    const folder = temporaryFolder();
    const authorization = `Bearer ${await signDevelopmentToken(folder, wish)}`;
    const refused = { extensions: { code: 'UNAUTHENTICATED' } };
    await expect(identifyByToken(identity, developmentKeys(temporaryFolder()))(authorization)).rejects.toMatchObject(refused);
    await expect(identifyByToken(identity, null)(authorization)).rejects.toMatchObject(refused);
  });
});

describe('in production without the secret that keeps everybody else out', () => {
  const message = /calls from the gateway to the subgraphs are signed, and no secret is set.*KETNOI_SUBGRAPH_SECRET=/;

  test.each([
    ['a subgraph', 'subgraph', ['agencies', '--port', '0']],
    ['a gateway', 'gateway', ['--port', '0']],
  ])('%s does not start', async (_what, program, args) => {
    const { code, output } = await finished(run(program, args, { ...onTestServer('identity'), NODE_ENV: 'production' }));
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
