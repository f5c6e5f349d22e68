import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalCodes } from '../../domain/admission/refusals';
import { projectRoot, readConfig } from '../../shared/config';
import { identityHelp } from '../../shared/identity/settings';
import { startGraph, type Graph, type Role } from '../../testkit';

const guide = readFileSync(join(projectRoot, 'docs', 'reporting.md'), 'utf8');
const shown = [...guide.matchAll(/\*\*As (\S+), (\w+)\*\*\n\n```graphql\n([^`]+)```\n\n```json\n([^`]+)```/g)].map(
  ([, agency = '', role = '', operation = '', answer = '']) => ({
    agency,
    role: role as Role,
    operation,
    answer,
    act: /^mutation \{\n {2}(\w+)/.exec(operation)?.[1] ?? 'query',
  }),
);

describe('the guide to reporting', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ today: '2026-11-20' });
  });
  afterAll(() => graph.stop());

  it('shows an act of each sort, what was said, and a refusal', () => {
    expect(shown.map(({ act }) => act)).toEqual([
      ...['reportProgress', 'verifyReport', 'requestExtension', 'decideExtension', 'fileMonthlyReport', 'query', 'reportProgress'],
    ]);
  });

  it.each(shown)('gives the real answer to $act of $agency', async ({ agency, role, operation, answer }) => {
    const { data, errors } = await graph.as(agency, role).ask(operation);
    expect(errors).toBeUndefined();
    expect(data).toEqual(JSON.parse(answer));
  });

  it('names every code of a refusal, and none that is not given', () => {
    const table = guide.slice(guide.indexOf('Codes of `userErrors`'));
    const named = [...table.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, code]) => code);
    expect(named.sort()).toEqual([...refusalCodes].sort());
  });

  it('names every setting of identity, with its default', () => {
    for (const [name] of identityHelp) expect(guide).toContain(name);
    const { identity } = readConfig({});
    expect(guide).toContain(`the claim that names the agency (${identity.agencyClaim})`);
    expect(guide).toContain(`the claim that lists the roles (${identity.rolesClaim})`);
  });
});
