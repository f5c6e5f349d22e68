import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { finished, onLoadedStore, putAway, run, temporaryFolder, urlIn, type Program } from './programs';

const planFolder = join('tests', 'plans', 'xa-thu-nghiem');
const statements = join('statements', 'kh-1-kh-ubnd-xa-thu-nghiem-2026.yaml');

let graph: Program;
let env: Record<string, string>;

beforeAll(async () => {
  env = await onLoadedStore();
  graph = run('start', ['--port', '0'], env);
  await graph.until(/Ctrl-C/);
  env.KETNOI_TOKEN = await tokenFor('agency:uy-ban-nhan-dan-tinh-dak-nong', 'editor');
});
afterAll(putAway);

async function tokenFor(agency: string, role: string): Promise<string> {
  return (await finished(run('token', ['--agency', agency, '--role', role], env))).output.trim();
}

function importing(args: readonly string[], given: Readonly<Record<string, string>> = {}): Promise<{ code: unknown; output: string }> {
  return finished(run('import', ['--url', urlIn(graph.output), ...args], { ...env, ...given }));
}

describe('npm run import', () => {
  test('tells every problem of a plan with the file and line where it stands, and takes nothing in', async () => {
    const folder = temporaryFolder();
    cpSync(join(projectRoot, planFolder), folder, { recursive: true });
    const file = join(folder, statements);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/lead: .*/g, 'lead: [khong-co]'));
    writeFileSync(join(folder, 'lac-duong.yaml'), 'a: 1\n');
    const { code, output } = await importing([folder]);
    expect(code).toBe(1);
    expect(output).toContain(`${join(folder, 'lac-duong.yaml')}:1 -: nothing of a plan stands here`);
    for (const place of ['9 II.1', '22 II.2', '35 PL.1']) expect(output).toContain(`${file}:${place}: lead.0: no such agency: khong-co`);
    expect(output).toMatch(/\[BAD_PLAN\] at input.files/);
    expect(output).toMatch(/nothing was taken in$/m);
  });

  test('as a dry run tells what the plan would bring', async () => {
    expect(await importing(['--dry-run', planFolder])).toEqual({
      code: 0,
      output: 'would be taken in: 13 new records, 3 statements, 2 obligations\n',
    });
  });

  test('takes a plan in once, however often it is called', async () => {
    const taken = 'taken in: 13 new records, 3 statements, 2 obligations\n  document:kh-1-kh-ubnd-xa-thu-nghiem-2026\n';
    for (let times = 0; times < 2; times += 1) {
      const { code, output } = await importing([planFolder]);
      expect(code).toBe(0);
      expect(output.replace(/^ketnoi: .*\n/gm, '')).toBe(taken);
    }
  });

  test('of a single file that is held already tells so', async () => {
    const file = join(planFolder, statements);
    const { code, output } = await importing([file]);
    expect(code).toBe(0);
    expect(output).toContain(`${file}:3 II.1: held already`);
    expect(output).toContain('taken in: 0 new records');
  });

  test('is refused without the role of an editor, and without a token', async () => {
    const reporter = await tokenFor('agency:bo-y-te', 'reporter');
    expect(await importing([planFolder], { KETNOI_TOKEN: reporter })).toEqual({
      code: 1,
      output: expect.stringMatching(/^error \[FORBIDDEN\] at input.agencyId: The token of agency:bo-y-te has the roles REPORTER/) as string,
    });
    expect(await importing([planFolder], { KETNOI_TOKEN: '' })).toEqual({
      code: 1,
      output: expect.stringContaining('--role editor') as string,
    });
  });

  const wrong: ReadonlyArray<readonly [what: string, args: readonly string[], message: RegExp]> = [
    ['what is not there', ['khong-co'], /^ketnoi: khong-co is not there; expected a folder laid out like corpus\//],
    ['a folder without a plan', ['schema'], /^ketnoi: schema holds no YAML file/],
    ['two files of one place', [planFolder, join(planFolder, statements)], /have the same place in the plan, statements\//],
    ['nothing', [], /missing required argument 'path'/],
  ];
  test.each(wrong)('refuses %s', async (_what, args, message) => {
    const { code, output } = await importing(args);
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  test('where no graph answers says that it may be called again', async () => {
    const { code, output } = await finished(run('import', ['--url', 'http://127.0.0.1:9/graphql', planFolder], env));
    expect(code).toBe(1);
    expect(output).toMatch(/^ketnoi: no answer from .*; the same command again does not import twice\n$/);
  });

  test('explains itself', async () => {
    const { code, output } = await finished(run('import', ['--help']));
    expect(code).toBe(0);
    for (const word of ['--dry-run', '--agency <id>', '--key <key>', '--url <url>', 'KETNOI_TOKEN']) expect(output).toContain(word);
  });
});
