import { readAdvisories } from '../../scripts/dependencies/advisories';
import { readLicences } from '../../scripts/dependencies/licences';

describe('licences of what the product is built on', () => {
  const lock = (packages: Record<string, object>): string => JSON.stringify({ packages: { '': { license: 'MIT' }, ...packages } });

  test.each(['MIT', 'ISC', 'Apache-2.0', '(MIT AND BSD-3-Clause)', '(GPL-3.0 OR MIT)'])('%s is permissive', (license) => {
    expect(readLicences(lock({ 'node_modules/a': { license } }))).toEqual({ count: 1, problems: [] });
  });

  test.each(['Elastic-2.0', 'SSPL-1.0', 'BUSL-1.1', 'AGPL-3.0', '(MIT AND Elastic-2.0)', 'SEE LICENSE IN FILE', 'UNLICENSED'])(
    '%s is not',
    (license) => {
      expect(readLicences(lock({ 'node_modules/x/node_modules/@a/b': { license } })).problems).toEqual([`@a/b: ${license}`]);
    },
  );

  test('a package that tells none is named; tools of development are left out', () => {
    const text = lock({ 'node_modules/a': {}, 'node_modules/b': { dev: true, license: 'Elastic-2.0' } });
    expect(readLicences(text)).toEqual({ count: 1, problems: ['a: no licence told'] });
  });
});

describe('known vulnerabilities, as npm tells them', () => {
  const audit = (severity: string): string =>
    JSON.stringify({ vulnerabilities: { a: { severity, range: '<1.2.3' } }, metadata: { vulnerabilities: { total: 1 } } });

  test.each(['high', 'critical'])('that are %s are named', (severity) => {
    expect(readAdvisories(audit(severity))).toEqual({ known: true, total: 1, grave: [`a <1.2.3: ${severity}`] });
  });

  test('that are less grave are counted', () => {
    expect(readAdvisories(audit('moderate'))).toEqual({ known: true, total: 1, grave: [] });
  });

  test.each([
    ['a registry without them', '{"statusCode":405,"error":{"summary":"","detail":""}}', 'status 405'],
    ['no connection', '{"error":{"summary":"request failed"}}', 'request failed'],
    ['nothing', '', 'no answer'],
  ])('are not known from %s', (_what, output, reason) => {
    expect(readAdvisories(output)).toEqual({ known: false, reason });
  });
});
