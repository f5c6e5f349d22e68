import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { corpusFiles } from '../ingest/files';
import { projectRoot } from '../shared/config';
import { roles, type Role } from '../shared/identity/caller';
import { signDevelopmentToken } from '../shared/identity/developmentKey';
import { configFrom, runCommand } from './command';
import { DataDirectory } from './DataDirectory';
import { Failure } from './failure';
import type { Lifetime } from './Lifetime';

interface Options {
  agency: string;
  role: readonly Role[];
  expires: string;
}

function parseRole(text: string, before: readonly Role[] = []): readonly Role[] {
  const role = roles.find((one) => one === text.toUpperCase());
  if (role === undefined) throw new InvalidArgumentError(`expected one of ${roles.join(', ').toLowerCase()}`);
  return [...before, role];
}

function parseTerm(text: string): string {
  if (/^[1-9]\d{0,5}[smhd]$/.test(text)) return text;
  throw new InvalidArgumentError('expected a number and a unit: 90s, 30m, 8h, 7d');
}

/** In the canonical form of the corpus, which every file there has, an agency begins so. */
const AGENCY = /^ {2}- id: (\S+)$/gm;

/** @throws Failure for an agency that the corpus does not know */
function checkAgency(id: string): void {
  const files = corpusFiles(join(projectRoot, 'corpus')).filter(({ sort }) => sort === 'agencies');
  const known = files.flatMap(({ text }) => [...text.matchAll(AGENCY)].map(([, id = '']) => `agency:${id}`));
  if (known.includes(id)) return;
  const words = id.replace(/^agency:/, '');
  const near = known.filter((one) => words !== '' && one.includes(words));
  const hint =
    near.length > 0 ? `did you mean ${near.slice(0, 5).join(', ')}?` : 'expected an id such as agency:bo-tai-chinh; find it with search';
  throw new Failure(`no agency ${JSON.stringify(id)} in the corpus; ${hint}`);
}

async function token({ agency, role, expires }: Options, life: Lifetime): Promise<void> {
  const config = configFrom();
  if (config.production) throw new Failure('production accepts no tokens of this key; take one from the issuer of KETNOI_JWKS_URL');
  checkAgency(agency);
  const directory = new DataDirectory(config.dataDir);
  directory.prepare();
  console.log(await signDevelopmentToken(directory.path, { agencyId: agency, roles: new Set(role), expires }));
  await life.end(0);
}

runCommand('npm run --silent token --', (program, life) => {
  program
    .description('Prints a token for development, signed with the key of the data folder (KETNOI_DATA), which is made on first use.')
    .requiredOption('--agency <id>', 'the agency that acts: agency:bo-tai-chinh')
    .requiredOption('--role <role>', `what it may do: ${roles.join(', ').toLowerCase()}; may be repeated`, parseRole)
    .option('--expires <term>', 'how long it holds: 90s, 30m, 8h, 7d', parseTerm, '8h')
    .action((options: Options) => token(options, life));
});
