import { createLocalJWKSet } from 'jose';
import { day } from '../../domain/calendar';
import { startGateway } from '../../gateway/gateway';
import { breaksIn } from '../../scripts/audit/breaks';
import { Load } from '../../scripts/failover/Load';
import { checkedCorpus } from '../../scripts/prepared';
import type { Pair } from '../../scripts/postgres/pair';
import { fixedClock } from '../../shared/clock';
import { developmentIssuer } from '../../shared/identity/developmentKey';
import { identifyByToken } from '../../shared/identity/tokens';
import { openSubgraphs, type OpenSubgraph } from '../../subgraphs/runtime';
import { clientOf, type Client } from '../../testkit/client';
import { makeTokenPress } from '../../testkit/tokens';
import { until } from '../operations/programs';
import { schemaFile } from '../support/subgraphs';
import { send } from '../support/writes';
import { sql, startTestPair } from './pair';

const duty = { obligationId: 'obligation:qd-06-qd-ttg-2022/III.5.b.4', agencyId: 'agency:bo-tu-phap', effectiveOn: '2026-11-20' };
const history = `query History($id: ID!) { obligation(id: $id) { reportedStatus history { nodes { id } } } }`;

let pair: Pair;
let subgraphs: OpenSubgraph[];
let gateways: Array<Awaited<ReturnType<typeof startGateway>>>;
let token: string;
let bearer: Client;
/** The same one, at another replica of the gateway. */
let bearerElsewhere: Client;
let anybody: Client;

beforeAll(async () => {
  pair = await startTestPair('local');
  const press = makeTokenPress();
  const settings = { issuer: null, agencyClaim: 'agency', rolesClaim: 'roles', roleNames: null, publicReading: true };
  const { name, audience, algorithm } = developmentIssuer;
  const identify = identifyByToken(settings, createLocalJWKSet({ keys: [{ ...press.publicKey, kty: 'EC', alg: algorithm }] }));
  const clock = fixedClock(day('2026-11-21'));
  const open = () =>
    openSubgraphs({
      databaseUrl: pair.primary.url,
      replicaUrls: [pair.standby.url],
      schemaPrefix: 'ketnoi_',
      clock,
      identify,
      poolSize: 3,
    });
  const corpus = checkedCorpus();
  subgraphs = [];
  gateways = [];
  for (let replica = 1; replica <= 2; replica += 1) {
    const opened = await open();
    subgraphs.push(...opened);
    for (const subgraph of opened) await subgraph.prepare(corpus);
    const inProcess = Object.fromEntries(opened.map((subgraph) => [subgraph.name, subgraph.execute]));
    const supergraph = schemaFile('supergraph.graphql');
    gateways.push(await startGateway({ supergraph, inProcess, host: '127.0.0.1', port: 0, production: false, clock, logger: false }));
  }
  token = press.tokenFor({ iss: name, aud: audience }, duty.agencyId, ['REPORTER']);
  const [one, other] = gateways.map(({ url }) => url);
  bearer = clientOf(one ?? '', token);
  bearerElsewhere = clientOf(other ?? '', token);
  anybody = clientOf(one ?? '', null);
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
  await pair.stop();
});

async function eventsSeenBy(client: Client): Promise<number> {
  const { data, errors } = await client.ask(history, { id: duty.obligationId });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return (data as { obligation: { history: { nodes: unknown[] } } }).obligation.history.nodes.length;
}

test('what one has written one reads at once at any gateway, while those who wrote nothing read the replica as it is', async () => {
  await until(async () => (await eventsSeenBy(anybody)) === 0);
  await sql(pair.standby.url, 'SELECT pg_wal_replay_pause()');
  await until(
    async () => (await sql<{ state: string }>(pair.standby.url, 'SELECT pg_get_wal_replay_pause_state() AS state'))[0]?.state === 'paused',
  );
  const { event, userErrors } = await send(bearer, 'reportProgress', { ...duty, status: 'IN_PROGRESS' });
  expect(userErrors).toEqual([]);
  expect(event.number).toBe(1);
  expect(await eventsSeenBy(bearer)).toBe(1);
  expect(await eventsSeenBy(bearerElsewhere)).toBe(1);
  expect(await eventsSeenBy(anybody)).toBe(0);

  await sql(pair.standby.url, 'SELECT pg_wal_replay_resume()');
  await until(async () => (await eventsSeenBy(anybody)) === 1);
});

test('a replica that holds everything answers those who write too', async () => {
  const commits = async (): Promise<number> =>
    Number(
      (
        await sql<{ n: string }>(pair.standby.url, "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name LIKE 'ketnoi obl%'")
      )[0]?.n,
    );
  await until(async () => {
    await eventsSeenBy(bearer);
    return (await commits()) > 0;
  });
});

test('a mutation reads what it writes, all through its answer', async () => {
  await sql(pair.standby.url, 'SELECT pg_wal_replay_pause()');
  try {
    const { obligation } = await send(bearer, 'reportProgress', { ...duty, status: 'SUSPENDED' });
    expect(obligation).toMatchObject({ reportedStatus: 'SUSPENDED', version: 2 });
  } finally {
    await sql(pair.standby.url, 'SELECT pg_wal_replay_resume()');
  }
});

test('a replica that stays behind for long is not asked any more', async () => {
  await sql(pair.standby.url, 'SELECT pg_wal_replay_pause()');
  try {
    await send(bearer, 'reportProgress', { ...duty, status: 'IN_PROGRESS' });
    await until(async () => (await eventsSeenBy(anybody)) === 3);
  } finally {
    await sql(pair.standby.url, 'SELECT pg_wal_replay_resume()');
  }
});

test('when the primary is gone reading goes on, and after the promotion writing does', async () => {
  await until(async () => (await eventsSeenBy(anybody)) === 3);
  await until(async () => {
    const at = 'SELECT pg_last_wal_replay_lsn() AS lsn';
    const [replayed] = await sql<{ lsn: string }>(pair.standby.url, at);
    const [written] = await sql<{ lsn: string }>(pair.primary.url, 'SELECT pg_current_wal_lsn() AS lsn');
    return replayed?.lsn === written?.lsn;
  });
  await pair.primary.kill();
  expect(await eventsSeenBy(anybody)).toBe(3);
  await until(async () => (await eventsSeenBy(bearer).catch(() => 0)) === 3);

  await pair.promote();
  await until(
    async () => (await send(bearer, 'reportProgress', { ...duty, status: 'IN_PROGRESS' }).catch(() => null))?.event?.number === 4,
  );
  expect(await eventsSeenBy(bearer)).toBe(4);
  expect(await eventsSeenBy(bearerElsewhere)).toBe(4);
  await until(async () => !(await Promise.all(subgraphs.map((subgraph) => subgraph.answers()))).includes(false));
});

test('of one who writes more than a hundred times each write is looked for and seen, and the audit finds nothing altered', async () => {
  const [url = ''] = gateways.map((gateway) => gateway.url);
  const load = new Load({ url, agencyId: duty.agencyId, token, writers: 1, readers: 0, today: duty.effectiveOn });
  const running = load.run();
  await until(() => Promise.resolve(load.looked > 105));
  load.stop();
  await running;
  expect([load.looked, load.unseen]).toEqual([load.acknowledged.length, 0]);
  expect(await breaksIn(pair.standby.url)).toEqual([]);
});
