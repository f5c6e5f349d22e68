import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../shared/config';
import { readAdvisories } from './dependencies/advisories';
import { readLicences } from './dependencies/licences';

const AUDIT_WITHIN_MS = 60_000;

function licences(): void {
  const { count, problems } = readLicences(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'));
  for (const problem of problems) console.error(`not permissive: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`licences: all ${String(count)} packages of the product are permissive`);
}

function advisories(): void {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: AUDIT_WITHIN_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const found = readAdvisories(stdout);
  if (!found.known) {
    console.log(`advisories: NOT LOOKED UP, the registry of this npm tells none (${found.reason}); run this again where it does`);
    return;
  }
  for (const line of found.grave) console.error(`known vulnerability: ${line}`);
  if (found.grave.length > 0) process.exitCode = 1;
  else console.log(`advisories: none that is high or critical, ${String(found.total)} below`);
}

const program = new Command('dependencies').description('Checks what the product is built on, its development tools left out.');
program.command('licences').description('fails where a package has no permissive licence').action(licences);
program
  .command('advisories')
  .description('fails where npm knows a vulnerability that is high or critical; where the registry tells none, says so and goes on')
  .action(advisories);
program.parse();
