import { spawnSync } from 'node:child_process';
import Redis from 'ioredis';
import type { SafetyOptions } from '../../../gateway/safety/options';
import type { RunningGateway } from '../../../gateway/gateway';
import { rateSettings, type RateSettings } from '../../../shared/safety/settings';
import { readConfig } from '../../../shared/config';
import { follow, webSocketClient } from '../live/support';
import { ask, compose, executorOf, start, stopAll, type Answer } from '../support';

const source = {
  sdl: 'type Query { agencies(first: Int! = 10): [Agency!]! } type Agency { name: String }',
  resolvers: { Query: { agencies: () => [] } },
};
const supergraph = compose({ agencies: source });
const inProcess = { agencies: executorOf(source) };
const QUERY = '{ agencies(first: 10) { name } }';

const AT = 'redis://127.0.0.1:6379';
const PING = `require('node:net').connect(6379, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`;
const redisAnswers = spawnSync(process.execPath, ['-e', PING], { timeout: 5000 }).status === 0;
const prefix = `ketnoi-test-${String(process.pid)}-${String(Date.now())}:`;
const redisUrl = `${AT}?keyPrefix=${prefix}`;

/** Each test has callers of its own: nothing of what others spent is left to them. */
let address = 0;
function someone(): Record<string, string> {
  address += 1;
  return { 'x-forwarded-for': `192.0.2.${String(address)}` };
}

function gateway(rates: Partial<RateSettings>, safety: Partial<SafetyOptions> = {}): Promise<RunningGateway> {
  const settings = { requestsPerMinute: null, costPerMinute: null, redisUrl: null, ...rates };
  return start({ supergraph, inProcess, safety: { rates: settings, trustedProxies: ['loopback'], ...safety } });
}

function expectRateLimited({ status, headers, errors }: Answer): void {
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  expect(status).toBe(429);
  expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
}

afterAll(async () => {
  await stopAll();
  if (!redisAnswers) return;
  const redis = new Redis(AT);
  const keys = await redis.keys(`${prefix}*`);
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
});

test(
  redisAnswers
    ? 'a Redis answers on 127.0.0.1:6379, and what follows is held for it too'
    : 'no Redis answers on 127.0.0.1:6379, and what follows is held in memory alone',
  () => {
    expect(typeof redisAnswers).toBe('boolean');
  },
);

describe.each([['counted in memory', null] as const, ...(redisAnswers ? [['counted in Redis', redisUrl] as const] : [])])(
  '%s,',
  (_where, store) => {
    test('who asks too often is told when to ask again, and others are served', async () => {
      const { url } = await gateway({ requestsPerMinute: 3, redisUrl: store });
      const [one, other] = [someone(), someone()];
      for (const remaining of ['2', '1', '0']) {
        const { status, headers } = await ask(url, QUERY, { headers: one });
        expect([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual([200, '3', remaining]);
      }
      expectRateLimited(await ask(url, QUERY, { headers: one }));
      expect((await ask(url, QUERY, { headers: other })).status).toBe(200);
    });

    test('who asks for too much is told when to ask again, and may still ask for less', async () => {
      const { url } = await gateway({ costPerMinute: 5, redisUrl: store });
      const headers = someone();
      expect((await ask(url, QUERY, { headers })).text).toContain('"remaining":4');
      expect(
        (await ask(url, `{ ${Array.from({ length: 4 }, (_, index) => `a${String(index)}: agencies { name }`).join(' ')} }`, { headers }))
          .status,
      ).toBe(200);
      expectRateLimited(await ask(url, QUERY, { headers }));
      expect((await ask(url, '{ __typename }', { headers })).status).toBe(200);
    });

    test('operations over one WebSocket count like requests', async () => {
      const { url } = await gateway({ requestsPerMinute: 2, redisUrl: store });
      const socket = webSocketClient(url);
      const ends: unknown[] = [];
      for (let index = 0; index < 3; index += 1) ends.push(await follow(socket, QUERY).ended());
      await socket.dispose();
      expect(ends).toEqual([null, null, [expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) })]]);
    });

    test('one IPv6 network is one caller', async () => {
      const { url } = await gateway({ requestsPerMinute: 1, redisUrl: store });
      address += 1;
      const network = `2001:db8:${address.toString(16)}:1`;
      expect((await ask(url, QUERY, { headers: { 'x-forwarded-for': `${network}::1` } })).status).toBe(200);
      expectRateLimited(await ask(url, QUERY, { headers: { 'x-forwarded-for': `${network}:ffff::2` } }));
    });
  },
);

describe('replicas', () => {
  test.each([
    ['by themselves without a Redis', null, [200, 200]] as const,
    ...(redisAnswers ? [['together in one Redis', redisUrl, [200, 429]] as const] : []),
  ])('count %s', async (_how, store, statuses) => {
    const replicas = await Promise.all([1, 2].map(() => gateway({ requestsPerMinute: 1, redisUrl: store })));
    const headers = someone();
    const answers: number[] = [];
    for (const { url } of replicas) answers.push((await ask(url, QUERY, { headers })).status);
    expect(answers).toEqual(statuses);
  });

  test('go on by themselves when Redis is gone', async () => {
    const { url } = await gateway({ requestsPerMinute: 1, redisUrl: 'redis://127.0.0.1:9' });
    const headers = someone();
    expect((await ask(url, QUERY, { headers })).status).toBe(200);
    expectRateLimited(await ask(url, QUERY, { headers }));
  });
});

test('nobody becomes another caller by saying so, unless a trusted proxy says it', async () => {
  const { url } = await gateway({ requestsPerMinute: 1 }, { trustedProxies: [] });
  expect((await ask(url, QUERY, { headers: someone() })).status).toBe(200);
  expectRateLimited(await ask(url, QUERY, { headers: someone() }));
});

test('health is told however often it is asked for', async () => {
  const { url } = await gateway({ requestsPerMinute: 1 });
  for (let index = 0; index < 5; index += 1) expect((await fetch(new URL('/health/live', url))).status).toBe(200);
});

test('production limits callers unless it is told not to; development does not unless it is told to', () => {
  const settings = (env: Record<string, string>, production: boolean) => rateSettings(readConfig(env).safety, production);
  expect(settings({}, true)).toEqual({ requestsPerMinute: 6000, costPerMinute: 2_000_000, redisUrl: null });
  expect(settings({}, false)).toEqual({ requestsPerMinute: null, costPerMinute: null, redisUrl: null });
  expect(settings({ KETNOI_REQUESTS_PER_MINUTE: '0', KETNOI_COST_PER_MINUTE: '7' }, true)).toMatchObject({
    requestsPerMinute: null,
    costPerMinute: 7,
  });
});
