import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';

/** What another project gets, by `npm pack`. */
function packed(): Set<string> {
  const command = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', command, { cwd: projectRoot, encoding: 'utf8', shell: process.platform === 'win32' });
  const [made] = JSON.parse(stdout) as Array<{ files: Array<{ path: string }> }>;
  return new Set(made?.files.map(({ path }) => path));
}

it('the package holds what it exports, and what a graph needs to start', () => {
  const files = packed();
  const { exports } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string; default: string }>;
  };
  const named = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : [target.types, target.default]));
  expect(named).toHaveLength(5);
  for (const path of named) expect(files).toContain(path.replace('./', ''));
  const needed = ['dist/testkit/thread.js', 'dist/testkit/store/keeper.js', 'schema/supergraph.graphql', 'corpus/outputs.yaml'];
  for (const path of needed) expect(files).toContain(path);
  expect([...files].filter((path) => /^(tests|dist\/(tests|bench|simulation))\//.test(path))).toEqual([]);
});
