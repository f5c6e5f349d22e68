import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config';
import * as testkit from '../../testkit';

const guide = readFileSync(join(projectRoot, 'docs', 'testkit.md'), 'utf8');

describe('the guide to the testkit', () => {
  it('shows the example that is run, word for word', () => {
    const example = readFileSync(join(__dirname, 'example.test.ts'), 'utf8');
    expect(guide).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it('names all that the testkit gives', () => {
    for (const name of Object.keys(testkit)) expect(guide).toContain(`\`${name}`);
  });
});
