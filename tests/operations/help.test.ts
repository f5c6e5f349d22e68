import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import { finished, launch, putAway } from './programs';

afterAll(putAway);

const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
/** Those that run a program of ours, and what they run. */
const programs = Object.entries(scripts).flatMap(([name, command]) => {
  const [, run] = /(?:^|&& |exec )node (?:--no-deprecation )?(dist\/.*)$/.exec(command) ?? [];
  return run === undefined ? [] : [[name, run.split(' ')] as const];
});

test.each(programs)('npm run %s says with --help what it does, and does nothing', async (_name, [file = '', ...given]) => {
  const { code, output } = await finished(launch(process.execPath, [join(projectRoot, file), ...given, '--help']));
  expect(code).toBe(0);
  expect(output).toMatch(/^Usage: .*\n\n(?!Options:|Arguments:|Commands:)\S/);
});
