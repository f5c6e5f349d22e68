import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished, launch, putAway, temporaryFolder, until, type Program } from '../operations/programs';

afterAll(putAway);

/** In a temporary folder of its own, where it shows what it leaves behind. */
function simulate(args: readonly string[], folder = temporaryFolder()): Program {
  return launch(process.execPath, [join('dist', 'simulation', 'simulate.js'), ...args], { TMPDIR: folder });
}

describe('npm run simulate', () => {
  const wrong: ReadonlyArray<readonly [what: string, args: readonly string[], message: RegExp]> = [
    [
      'days in the wrong order',
      ['--from', '2024-01-01', '--until', '2023-01-01'],
      /^ketnoi: --until 2023-01-01 is before --from 2024-01-01/,
    ],
    ['a day that is none', ['--from', '2022-02-30'], /expected a calendar day, YYYY-MM-DD/],
    ['no duty at a time', ['--width', '0'], /expected a whole number, 1 or more/],
    ['bearers in words', ['--bearers', 'everybody'], /expected "all", a number, or ids/],
  ];
  test.each(wrong)('refuses %s', async (_what, args, message) => {
    const { code, output } = await finished(simulate(args));
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  const idle: ReadonlyArray<readonly [what: string, args: readonly string[], message: RegExp]> = [
    [
      'a body that leads nothing',
      ['--bearers', 'agency:khong-co'],
      /^ketnoi: agency:khong-co leads no duty; expected ids such as agency:/m,
    ],
    ['a duty that there is not', ['--duties', 'obligation:khong-co/1'], /^ketnoi: there is no duty obligation:khong-co\/1; expected ids/m],
  ];
  test.each(idle)('refuses %s, for that would prove nothing', async (_what, args, message) => {
    const { code, output } = await finished(simulate([...args, '--in-process']));
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  test('interrupted ends as a run that has proved nothing, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const left = () => readdirSync(folder).filter((name) => name.startsWith('ketnoi-'));
    const run = simulate(['--faults', '0'], folder);
    await until(() => left().length > 0);
    expect(await run.stop()).toBe(130);
    expect(run.output).toMatch(/interrupted by SIGINT, stopping/);
    expect(left()).toEqual([]);
  });
});
