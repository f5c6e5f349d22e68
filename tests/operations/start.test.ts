import { readdirSync, statSync } from 'node:fs';
import { ask, countLoaded } from '../../scripts/ask';
import { isAlive } from '../../scripts/processes';
import { finished, occupantOf, postgresOf, putAway, run, temporaryFolder, until, urlIn, type Program } from './programs';

/** One data folder through its life; the tests follow each other. */
describe('a graph on the embedded server', () => {
  let dataDir: string;
  let graph: Program;
  const here = (): Record<string, string> => ({ KETNOI_DATA: dataDir, PORT: '0' });

  beforeAll(async () => {
    dataDir = temporaryFolder();
    graph = run('start', [], here());
    await graph.until(/Stop/);
  });
  afterAll(putAway);

  test('its first start prints the address, what was loaded and how to stop', () => {
    expect(graph.output).toMatch(/GraphQL {3}http:\/\/127\.0\.0\.1:\d+\/graphql/);
    expect(graph.output).toMatch(
      /\d+ documents, \d+ statements, \d+ obligations, \d+ agencies, \d+ databases, \d+ connections \(just now\)/,
    );
    expect(graph.output).toMatch(/Stop +Ctrl-C/);
  });

  test('its PostgreSQL is not run by root, and its password is for the owner alone', () => {
    const postgres = postgresOf(dataDir);
    expect(postgres).not.toBeNull();
    if (process.platform === 'linux') expect(statSync(`/proc/${String(postgres)}`).uid).not.toBe(0);
    expect(statSync(`${dataDir}/password`).mode & 0o077).toBe(0);
    expect(graph.output).not.toMatch(/postgresql:\/\//);
  });

  test('a second start beside it is refused and says where the first one is', async () => {
    const second = await finished(run('start', [], here()));
    expect(second.code).toBe(1);
    expect(second.output).toContain(`serves a graph at ${urlIn(graph.output)} (process ${String(graph.pid)})`);
    expect(isAlive(graph.pid)).toBe(true);
  });

  test('a start on its port is refused and names the port', async () => {
    const { port } = new URL(urlIn(graph.output));
    const other = await finished(run('start', ['--port', port], { KETNOI_DATA: temporaryFolder() }));
    expect(other).toEqual({ code: 1, output: expect.stringMatching(`port ${port} on 127.0.0.1 for the gateway is taken`) as string });
  });

  test('a reset is refused while it runs', async () => {
    const { code, output } = await finished(run('reset', [], here()));
    expect(code).toBe(1);
    expect(output).toContain('stop that process first');
  });

  test('a query finds it and prints tables, JSON, and errors', async () => {
    const query = '{ agencies(first: 2) { totalCount nodes { id parent { name } } } }';
    const [table, json, wrong] = await Promise.all([
      finished(run('query', [query], here())),
      finished(run('query', [query, '--json', '--as-of', '2022-06-01'], here())),
      finished(run('query', ['{ nothingOfThisName }'], here())),
    ]);
    expect(table.code).toBe(0);
    expect(table.output).toMatch(/agencies \(2 of \d+\)\n┌/);
    expect(JSON.parse(json.output)).toMatchObject({ data: { agencies: { nodes: [{}, {}] } } });
    expect(wrong).toEqual({ code: 1, output: expect.stringMatching(/^error .*nothingOfThisName/) as string });
  });

  test('killed outright it leaves no server, and starts again with the same data', async () => {
    const before = await countLoaded(urlIn(graph.output));
    const postgres = postgresOf(dataDir) ?? 0;
    await graph.stop('SIGKILL');
    graph = run('start', [], here());
    await graph.until(/Stop/, 10_000);
    expect(isAlive(postgres)).toBe(false);
    expect(graph.output).toContain(`${before} (corpus unchanged)`);
  });

  test('when its PostgreSQL is killed it says so and ends', async () => {
    process.kill(postgresOf(dataDir) ?? 0, 'SIGKILL');
    expect(await graph.ended).toBe(1);
    expect(graph.output).toMatch(/PostgreSQL \(process \d+\) has ended unasked; see .*postgres\.log/);
  });

  test('stopped with Ctrl-C it ends its PostgreSQL and frees the folder', async () => {
    graph = run('start', [], here());
    await graph.until(/Stop/);
    expect(occupantOf(dataDir).url).toBe(urlIn(graph.output));
    expect((await ask(urlIn(graph.output), { query: '{ __typename }' })).data).toEqual({ __typename: 'Query' });
    const postgres = postgresOf(dataDir) ?? 0;
    expect(await graph.stop()).toBe(0);
    expect(isAlive(postgres)).toBe(false);
    expect(readdirSync(dataDir).sort()).toEqual(['password', 'postgres', 'postgres.log']);
  });

  test('a reset then says what it removed and leaves an empty folder', async () => {
    const { code, output } = await finished(run('reset', [], here()));
    expect(code).toBe(0);
    for (const name of ['password', 'postgres', 'postgres.log']) expect(output).toContain(`${dataDir}/${name} (`);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describe('Ctrl-C during a first start', () => {
  afterAll(putAway);

  test.each([
    ['while the cluster is made', (names: string[]) => names.some((name) => name.startsWith('postgres.new-'))],
    ['while the server starts and the corpus is loaded', (names: string[]) => names.includes('postgres')],
  ])('%s leaves no process, and a question asked next works', async (_moment, reached) => {
    const dataDir = temporaryFolder();
    const starting = run('start', [], { KETNOI_DATA: dataDir, PORT: '0' });
    await until(() => reached(readdirSync(dataDir)));
    const postgres = postgresOf(dataDir);
    expect(await starting.stop()).toBe(130);
    expect(starting.output).toMatch(/^ketnoi: interrupted by SIGINT, stopping$/m);
    if (postgres !== null) expect(isAlive(postgres)).toBe(false);
    expect(readdirSync(dataDir).filter((name) => /running|new/.test(name))).toEqual([]);

    const asked = await finished(run('query', ['{ documents { totalCount } }', '--json'], { KETNOI_DATA: dataDir, PORT: '0' }));
    expect(asked.code).toBe(0);
    expect(JSON.parse(asked.output)).toMatchObject({ data: { documents: { totalCount: expect.any(Number) as number } } });
    expect(postgresOf(dataDir)).toBeNull();
  });
});
