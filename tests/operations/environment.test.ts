import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../shared/config';
import { fileClock, fixedClock, settableClock } from '../../shared/clock';
import { day } from '../../domain/calendar';
import { finished, onTestServer, putAway, run, temporaryFolder } from './programs';

afterAll(putAway);

const SECRET = 'mot-bi-mat-dai-hon-ba-muoi-hai-ky-tu';
const issuer = { KETNOI_JWKS_URL: 'https://a.example/jwks', KETNOI_JWT_ISSUER: 'https://a.example', KETNOI_JWT_AUDIENCE: 'ket-noi' };

function fileWith(content: string): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'value');
  writeFileSync(file, content);
  return file;
}

test('an environment that says nothing: anybody reads, nobody outside development writes, calls are not signed', () => {
  expect(readConfig({})).toMatchObject({
    identity: { issuer: null, publicReading: true },
    subgraphSecret: null,
    todayFile: null,
    token: null,
  });
});

test('an issuer is described by three variables, and the rest has defaults', () => {
  expect(readConfig(issuer).identity).toEqual({
    issuer: {
      jwksUrl: 'https://a.example/jwks',
      name: 'https://a.example',
      audience: 'ket-noi',
      algorithms: ['RS256', 'ES256'],
      clockSkewSeconds: 30,
    },
    agencyClaim: 'agency',
    rolesClaim: 'roles',
    roleNames: null,
    publicReading: true,
  });
});

describe('secrets may be given as files', () => {
  test.each([
    ['DATABASE_URL', 'databaseUrl', 'postgresql://a:b@c:1/d'],
    ['KETNOI_SUBGRAPH_SECRET', 'subgraphSecret', SECRET],
    ['KETNOI_TOKEN', 'token', 'a.b.c'],
  ] as const)('%s', (name, property, value) => {
    expect(readConfig({ [`${name}_FILE`]: fileWith(`${value}\n`) })[property]).toBe(value);
    expect(() => readConfig({ [`${name}_FILE`]: fileWith(value), [name]: value })).toThrow(
      `${name}_FILE: ${name} is set too; set one of them`,
    );
    expect(() => readConfig({ [`${name}_FILE`]: '/khong-co' })).toThrow(`${name}_FILE: cannot be read (ENOENT`);
  });
});

test('the address of Redis, which may hold a password, may be given as a file, and is not shown when it is wrong', () => {
  const file = fileWith('redis://:mat-khau@redis:6379/1\n');
  expect(readConfig({ KETNOI_REDIS_URL_FILE: file }).safety.redisUrl).toBe('redis://:mat-khau@redis:6379/1');
  expect(() => readConfig({ KETNOI_REDIS_URL: 'http://:mat-khau@redis' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('mat-khau') }),
  );
  expect(() => readConfig({ KETNOI_REDIS_URL: 'http://:mat-khau@redis' })).toThrow(
    'KETNOI_REDIS_URL: expected redis://user:password@host:port',
  );
});

describe('is refused, with what would be right:', () => {
  const production = { NODE_ENV: 'production' };
  const cases: ReadonlyArray<readonly [string, Record<string, string>, RegExp]> = [
    [
      'keys without an issuer',
      { ...issuer, KETNOI_JWT_ISSUER: '' },
      /KETNOI_JWT_ISSUER: missing; KETNOI_JWKS_URL, KETNOI_JWT_ISSUER, KETNOI_JWT_AUDIENCE go together/,
    ],
    ['keys without an audience', { ...issuer, KETNOI_JWT_AUDIENCE: '' }, /KETNOI_JWT_AUDIENCE: missing/],
    ['an issuer without keys', { ...issuer, KETNOI_JWKS_URL: '' }, /KETNOI_JWKS_URL: missing/],
    ['keys that are at no address', { ...issuer, KETNOI_JWKS_URL: 'file:///etc/passwd' }, /KETNOI_JWKS_URL: expected an http\(s\) URL/],
    ['no algorithm', { ...issuer, KETNOI_JWT_ALGORITHMS: 'none' }, /KETNOI_JWT_ALGORITHMS: expected some of RS256/],
    [
      'an algorithm of shared secrets',
      { ...issuer, KETNOI_JWT_ALGORITHMS: 'ES256,HS256' },
      /KETNOI_JWT_ALGORITHMS: expected some of RS256/,
    ],
    ['a clock that is hours off', { ...issuer, KETNOI_JWT_CLOCK_SKEW_S: '7200' }, /KETNOI_JWT_CLOCK_SKEW_S/],
    ['a role that is none', { KETNOI_JWT_ROLE_NAMES: 'BOSS=sep' }, /KETNOI_JWT_ROLE_NAMES: expected role=name.*REPORTER/],
    ['reading that is neither open nor closed', { KETNOI_PUBLIC_READING: 'no' }, /KETNOI_PUBLIC_READING: expected true or false/],
    [
      'in production, reading that nobody could do',
      { ...production, KETNOI_PUBLIC_READING: 'false' },
      /nobody could read without an issuer/,
    ],
    ['in production, a file that holds the day', { ...production, KETNOI_TODAY_FILE: '/a' }, /KETNOI_TODAY_FILE: not in production/],
    ['two days', { KETNOI_TODAY: '2026-01-01', KETNOI_TODAY_FILE: '/a' }, /KETNOI_TODAY_FILE: KETNOI_TODAY says the day already/],
  ];
  test.each(cases)('%s', (_what, environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  test('a secret that is too short, without being shown', () => {
    expect(() => readConfig({ KETNOI_SUBGRAPH_SECRET: 'qua-ngan' })).toThrow(/KETNOI_SUBGRAPH_SECRET: expected 32 characters or more/);
    expect(() => readConfig({ KETNOI_SUBGRAPH_SECRET: 'qua-ngan' })).not.toThrow(/qua-ngan/);
    expect(() => readConfig({ KETNOI_SUBGRAPH_SECRET_FILE: fileWith('qua-ngan') })).not.toThrow(/qua-ngan/);
  });

  test('everything at once', () => {
    const all = { DATABASE_URL_FILE: '/khong-co', KETNOI_SUBGRAPH_SECRET: 'qua-ngan', PORT: 'x', KETNOI_JWT_ISSUER: 'a' };
    for (const name of ['DATABASE_URL_FILE', 'KETNOI_SUBGRAPH_SECRET', 'PORT'])
      expect(() => readConfig(all)).toThrow(new RegExp(`^  ${name}: `, 'm'));
  });
});

describe('clocks', () => {
  test('a file moves the day of a running process; while it is being written the last day stands', () => {
    const file = fileWith('2024-02-29\n');
    const clock = fileClock(file);
    expect(clock.today()).toBe('2024-02-29');
    writeFileSync(file, '2024-03-01');
    expect(clock.today()).toBe('2024-03-01');
    expect(clock.now().toISOString()).toBe('2024-03-01T07:00:00.000Z');
    writeFileSync(file, '');
    expect(clock.today()).toBe('2024-03-01');
  });

  test('a file without a day stops a start', async () => {
    const { code, output } = await finished(
      run('start', ['--port', '0'], { ...onTestServer('environment'), KETNOI_TODAY_FILE: fileWith('hôm nay') }),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/KETNOI_TODAY_FILE: .* holds no calendar day; expected YYYY-MM-DD/);
  });

  test('a clock that is set back shows the earlier day, but its instants never go back', () => {
    const clock = settableClock(day('2024-05-01'));
    const before = clock.now();
    clock.set(day('2024-04-01'));
    expect(clock.today()).toBe('2024-04-01');
    expect(clock.now()).toEqual(before);
    clock.set(day('2024-05-02'));
    expect(clock.now().getTime()).toBeGreaterThan(before.getTime());
    expect(fixedClock(day('2024-05-02')).now()).toEqual(clock.now());
  });
});
