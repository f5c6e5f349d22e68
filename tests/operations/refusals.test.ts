import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { testStore } from '../support/store';
import { finished, onTestServer, putAway, run, temporaryFolder } from './programs';

const PASSWORD = 'khong-duoc-in-ra';

afterAll(putAway);

function withPassword(change: (url: URL) => void): string {
  const url = new URL(testStore().url);
  url.password = PASSWORD;
  change(url);
  return url.toString();
}

describe('a DATABASE_URL that does not work is refused in one line, without its password:', () => {
  const cases: ReadonlyArray<readonly [string, () => string, RegExp]> = [
    [
      'nothing listens',
      () => withPassword((url) => (url.port = '1')),
      /:\*\*\*@.*:1\/.*ECONNREFUSED.*start PostgreSQL or correct host and port/,
    ],
    ['no such host', () => withPassword((url) => (url.hostname = 'nowhere.invalid')), /nowhere\.invalid.*correct the host name/],
    ['no such database', () => changed((url) => (url.pathname = '/khong_co')), /khong_co.*no such database/],
    [
      'another kind of address',
      () => `mysql://u:${PASSWORD}@127.0.0.1/x`,
      /DATABASE_URL: expected postgresql:\/\/user:password@host:port\/database/,
    ],
  ];
  function changed(change: (url: URL) => void): string {
    const url = new URL(testStore().url);
    change(url);
    return url.toString();
  }

  test.each(cases)('%s', async (_name, url, expected) => {
    const { code, output } = await finished(run('start', ['--port', '0'], { DATABASE_URL: url(), KETNOI_DATA: temporaryFolder() }));
    expect(code).toBe(1);
    expect(output).toMatch(expected);
    expect(output).not.toContain(PASSWORD);
    expect(output).not.toMatch(/^\s+at /m);
  });

  test('something that is no PostgreSQL and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const program = run('start', ['--port', '0'], {
      DATABASE_URL: `postgresql://u:${PASSWORD}@127.0.0.1:${String(port)}/x`,
      KETNOI_DATA: temporaryFolder(),
    });
    const { code, output } = await finished(program);
    silent.close();
    expect(code).toBe(1);
    expect(output).toMatch(/does not work: timeout/);
  });
});

describe('a data folder that cannot be written is refused:', () => {
  const cases: Array<[string, () => string]> = [
    ['a file', () => join(temporaryFolder(), 'file')],
    ['below a file', () => join(temporaryFolder(), 'file', 'below')],
  ];
  if (process.platform === 'linux') cases.push(['where no folder can be made', () => '/proc/ketnoi']);
  if (process.getuid?.() !== 0) cases.push(['without the permission', lockedFolder]);

  test.each(cases)('%s', async (_name, folder) => {
    const dataDir = folder();
    const file = dataDir.replace(/file.*/, 'file');
    if (file.endsWith('file')) writeFileSync(file, '');
    const { code, output } = await finished(run('start', ['--port', '0'], { KETNOI_DATA: dataDir }));
    expect(code).toBe(1);
    expect(output).toContain(`the data folder ${dataDir} cannot be written`);
    expect(output).toContain('KETNOI_DATA=<folder>');
  });

  function lockedFolder(): string {
    const folder = join(temporaryFolder(), 'locked');
    mkdirSync(folder, { mode: 0o500 });
    return folder;
  }
});

test('every bad variable of the environment is listed', async () => {
  const { code, output } = await finished(run('start', [], { PORT: 'cổng', KETNOI_TODAY: '2022-02-30', KETNOI_DATA: temporaryFolder() }));
  expect(code).toBe(1);
  expect(output).toMatch(/PORT: expected a port, 0 to 65535 \(got "cổng"\)/);
  expect(output).toMatch(/KETNOI_TODAY: expected a calendar day/);
});

test('the help lists options and environment', async () => {
  const { code, output } = await finished(run('start', ['--help']));
  expect(code).toBe(0);
  for (const word of ['--split', '--host', '--port', 'DATABASE_URL', 'KETNOI_DATA', 'PORT']) expect(output).toContain(word);
});

test('a question that is neither an operation nor a file is refused', async () => {
  const { code, output } = await finished(run('query', ['schema/operations/Khong.graphql']));
  expect(code).toBe(1);
  expect(output).toMatch(/is neither a GraphQL operation nor a file/);
});

test('a reset of a folder keeps what this project did not write there', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'thesis.txt'), 'years of work');
  writeFileSync(join(folder, 'postgres.log'), '');
  const { code, output } = await finished(run('reset', [], { KETNOI_DATA: folder }));
  expect(code).toBe(0);
  expect(output).toContain('postgres.log');
  expect(output).toMatch(/Kept.*thesis\.txt/);
});

test('an unknown subgraph is refused and the known ones are named', async () => {
  const { code, output } = await finished(run('subgraph', ['agency'], onTestServer('refused')));
  expect(code).toBe(1);
  expect(output).toMatch(/Allowed choices are agencies, databases, documents, obligations, services/);
});
