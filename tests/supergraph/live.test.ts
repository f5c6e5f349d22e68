import { Client as Connection } from 'pg';
import { changesIn } from '../../subgraphs/obligations/live/Changes';
import { eachOf, eventually, follow, followStream, webSocketClient, type Followed } from '../gateway/live/support';
import { send } from '../support/writes';
import { startWriting, type WritingGraph } from '../support/writing';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const justice = { obligationId: `${QD06}/III.5.b.4`, agencyId: 'agency:bo-tu-phap' };
const finance = { obligationId: `${QD06}/IV.9.b`, agencyId: 'agency:bo-tai-chinh' };

let graph: WritingGraph;
const undo: (() => unknown)[] = [];
beforeAll(async () => {
  graph = await startWriting('2022-06-30', 2);
});
afterEach(async () => {
  for (const each of undo.splice(0)) await each();
  await eventually(() => changesIn(graph.source).count === 0);
});
afterAll(() => graph.close());

function subscribe(query: string, replica = 0): Followed {
  const client = webSocketClient(graph.url(replica));
  undo.push(() => client.dispose());
  return follow(client, query);
}

/** The newest event of the log. */
async function newest(): Promise<string> {
  const [row]: Array<{ id: string }> = await graph.source.query('SELECT id FROM event ORDER BY position DESC LIMIT 1');
  return row?.id ?? 'start';
}

interface Told {
  readonly id: string;
  readonly number: number;
  readonly obligation: { readonly id: string };
}
const TOLD = '{ id number obligation { id } }';
const told = (followed: Followed) => eachOf(followed, 'obligationChanged') as Told[];

interface Store {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}
const numbers = new Map<string, number>();
/** Puts events into the log as writing does, but for the rules: many at once, on any connection. */
async function put(on: Store, duty: string, count = 1, notify = true): Promise<string[]> {
  const first = (numbers.get(duty) ?? 1000) + 1;
  numbers.set(duty, first + count - 1);
  const slug = duty.replace(/^obligation:/, 'event:');
  const schema = `${graph.database.schemaPrefix}obligations`;
  await on.query(
    `INSERT INTO "${schema}".event (id, obligation_id, number, kind, by_id, effective_on, recorded_at, recorded_on, status, parts, hash)
     SELECT $1 || '/' || n, $2, n, 'PROGRESS_REPORTED', 'agency:bo-cong-an', '2022-03-01', now(), '2022-03-01', 'IN_PROGRESS', ARRAY[''], ''
     FROM generate_series(CAST($3 AS int), CAST($4 AS int)) n`,
    [slug, duty, first, first + count - 1],
  );
  if (notify) await on.query('SELECT pg_notify($1, $2)', [`${schema}_event`, slug]);
  return Array.from({ length: count }, (_, index) => `${slug}/${String(first + index)}`);
}

async function connection(): Promise<Connection> {
  const client = new Connection({ connectionString: graph.database.url });
  await client.connect();
  undo.push(() => client.end());
  return client;
}

test('a report at one gateway reaches the subscribers at another, with what all subgraphs know of it', async () => {
  const query = `subscription { obligationChanged(after: "${await newest()}") {
    id kind status obligation { id standing document { number } bearers { agency { name } } } by { name } } }`;
  const followed = subscribe(query, 1);
  const streamed = followStream(`${graph.url(1)}/stream`, query);
  undo.push(streamed.stop);
  await eventually(() => changesIn(graph.source).count >= 0);
  const { event } = await send(graph.as(justice.agencyId, 'REPORTER', 0), 'reportProgress', {
    ...justice,
    effectiveOn: '2022-02-01',
    status: 'COMPLETED',
  });
  await Promise.all([followed.reach(1), streamed.reach(1)]);
  expect(followed.results[0]).toEqual({
    data: {
      obligationChanged: {
        id: event.id,
        kind: 'PROGRESS_REPORTED',
        status: 'COMPLETED',
        obligation: {
          id: justice.obligationId,
          standing: 'COMPLETED_ON_TIME',
          document: { number: '06/QĐ-TTg' },
          bearers: expect.arrayContaining([{ agency: { name: 'Bộ Tư pháp' } }]),
        },
        by: { name: 'Bộ Tư pháp' },
      },
    },
  });
  expect(streamed.results).toEqual(followed.results);
});

test('reports of many writers reach every subscriber once, in one order, and each duty in the order of its log', async () => {
  const followed = [0, 1, 0].map((replica) => subscribe(`subscription { obligationChanged ${TOLD} }`, replica));
  await eventually(() => changesIn(graph.source).count === 2);
  const report = async (replica: number, who: typeof finance): Promise<void> => {
    const client = graph.as(who.agencyId, 'REPORTER', replica);
    for (let index = 0; index < 12; index += 1)
      expect(
        (await send(client, 'reportProgress', { ...who, effectiveOn: '2022-03-01', status: 'IN_PROGRESS', percent: index })).userErrors,
      ).toEqual([]);
  };
  const other = { ...finance, obligationId: `${QD06}/III.1.b` };
  await Promise.all([0, 1, 0, 1].flatMap((replica) => [report(replica, finance), report(replica, other)]));
  await Promise.all(followed.map((each) => each.reach(96)));
  const [first = [], ...others] = followed.map((each) => told(each).map(({ id }) => id));
  expect(new Set(first).size).toBe(96);
  for (const each of others) expect(each).toEqual(first);
  for (const duty of [finance.obligationId, other.obligationId]) {
    const ofDuty = told(followed[0] as Followed).filter(({ obligation }) => obligation.id === duty);
    expect(ofDuty.map(({ number }) => number)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
  }
});

test('an event that is recorded before another and committed after it is told before it, and neither is lost', async () => {
  const followed = subscribe(`subscription { obligationChanged(after: "${await newest()}") { id } }`);
  const [slow, quick] = [await connection(), await connection()];
  await slow.query('BEGIN');
  const [first] = await put(slow, `${QD06}/III.1.a.1`);
  const [second] = await put(quick, `${QD06}/III.1.a.2`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(followed.results).toEqual([]);
  await slow.query('COMMIT');
  await followed.reach(2);
  expect(eachOf(followed, 'obligationChanged')).toEqual([{ id: first }, { id: second }]);
});

test('who resumes after the own report misses nothing that was under way beside it', async () => {
  const slow = await connection();
  await slow.query('BEGIN');
  const [beside] = await put(slow, `${QD06}/III.1.a.1`);
  const [own] = await put(graph.source, `${QD06}/III.1.a.2`);
  const followed = subscribe(`subscription { obligationChanged(after: "${String(own)}") { id } }`);
  await eventually(() => changesIn(graph.source).count === 1);
  await slow.query('COMMIT');
  const [later] = await put(graph.source, `${QD06}/III.1.a.2`);
  await followed.reach(2);
  expect(eachOf(followed, 'obligationChanged')).toEqual([{ id: beside }, { id: later }]);
});

test('who is cut off again and again, and resumes after the last event seen, sees each event once while writing goes on', async () => {
  const start = await newest();
  const expected: string[] = [];
  const state = { writing: true };
  const writer = async (duty: string): Promise<void> => {
    const client = await connection();
    for (let index = 0; index < 40; index += 1) {
      await client.query('BEGIN');
      expected.push(...(await put(client, duty, 1 + (index % 5))));
      await new Promise((resolve) => setTimeout(resolve, 10 * (index % 3)));
      await client.query('COMMIT');
    }
  };
  const writers = Promise.all(['III.2.a.1', 'III.2.a.2', 'III.2.b.1'].map((path) => writer(`${QD06}/${path}`))).then(() => {
    state.writing = false;
  });
  const seen: string[] = [];
  let connections = 0;
  while (state.writing || seen.length < expected.length) {
    const client = webSocketClient(graph.url(connections % 2));
    const followed = follow(client, `subscription { obligationChanged(after: "${seen.at(-1) ?? start}") { id } }`);
    connections += 1;
    await new Promise((resolve) => setTimeout(resolve, 60));
    await client.dispose();
    seen.push(...told(followed).map(({ id }) => id));
  }
  await writers;
  expect(connections).toBeGreaterThan(5);
  expect([...seen].sort()).toEqual([...expected].sort());
});

test.each([
  ['duties', `ids: ["${QD06}/IV.9.b"]`, ['IV.9.b']],
  ['a bearer', 'bearerIds: ["agency:bo-tu-phap"]', ['III.5.b.4']],
  ['what stands within an agency', 'withinAgencyId: "agency:bo-tu-phap"', ['III.5.b.4']],
  ['a kind and a standing', 'kinds: [CONNECTION], standings: [COMPLETED_ON_TIME]', ['III.5.b.4']],
])('a subscriber to %s gets nothing else', async (_what, filter, paths) => {
  const after = await newest();
  const followed = subscribe(`subscription { obligationChanged(filter: { ${filter} }, after: "${after}") ${TOLD} }`);
  const all = subscribe(`subscription { obligationChanged(after: "${after}") ${TOLD} }`);
  for (const path of ['III.5.b.4', 'IV.9.b']) await put(graph.source, `${QD06}/${path}`, 2);
  await Promise.all([all.reach(4), followed.reach(2 * paths.length)]);
  await put(graph.source, `${QD06}/${String(paths[0])}`);
  await followed.reach(2 * paths.length + 1);
  expect(new Set(told(followed).map(({ obligation }) => obligation.id))).toEqual(new Set(paths.map((path) => `${QD06}/${path}`)));
});

test.each([
  ['an unknown event', 'after: "event:qd-06-qd-ttg-2022/none/1"', 'after'],
  ['an unknown duty in the filter', 'filter: { ids: ["obligation:none"] }', 'filter.ids'],
])('%s is refused', async (_what, given, argument) => {
  const followed = subscribe(`subscription { obligationChanged(${given}) { id } }`);
  expect(await followed.ended()).toEqual([
    expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argumentPath: argument.split('.') } }),
  ]);
});

test('the whole log is told to who begins at its start', async () => {
  const followed = subscribe('subscription { obligationChanged(after: "start") { id } }');
  const rows: Array<{ id: string }> = await graph.source.query('SELECT id FROM event ORDER BY transaction, position');
  await followed.reach(rows.length);
  expect(eachOf(followed, 'obligationChanged')).toEqual(rows);
});

test('when the connection that listens is cut nothing is lost, and it is made again', async () => {
  const followed = subscribe(`subscription { obligationChanged(after: "${await newest()}") { id } }`);
  const [before] = await put(graph.source, `${QD06}/III.1.a.1`);
  await followed.reach(1);
  const channel = `${graph.database.schemaPrefix}obligations_event`;
  const listeners = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN "${channel}"'`;
  const cut = await graph.source.query<Array<{ pid: number }>>(`SELECT pid, pg_terminate_backend(pid) FROM (${listeners}) l`);
  const gone = cut.map(({ pid }) => pid);
  expect(cut.length).toBeLessThanOrEqual(2); // one for each process, however many subscribe
  expect(cut.length).toBeGreaterThan(0);
  const [unheard] = await put(graph.source, `${QD06}/III.1.a.1`);
  await followed.reach(2);
  await eventually(async () => {
    const heard = await graph.source.query<Array<{ pid: number }>>(listeners);
    return heard.length === cut.length && heard.every(({ pid }) => !gone.includes(pid));
  });
  const [after] = await put(graph.source, `${QD06}/III.1.a.1`);
  await followed.reach(3, 2000);
  expect(eachOf(followed, 'obligationChanged')).toEqual([before, unheard, after].map((id) => ({ id })));
});

test('a hundred subscribers with one filter cost one look at it', async () => {
  const client = webSocketClient(graph.url(0));
  const second = webSocketClient(graph.url(0));
  undo.push(
    () => client.dispose(),
    () => second.dispose(),
  );
  const query = `subscription { obligationChanged(filter: { bearerIds: ["agency:bo-tu-phap"] }) { id } }`;
  const followed = Array.from({ length: 100 }, (_, index) => follow(index % 2 === 0 ? client : second, query));
  await eventually(() => changesIn(graph.source).count === 100);
  const looks: string[] = [];
  graph.source.setOptions({
    logging: ['query'],
    logger: {
      logQuery: (sql) => sql.includes('"obligation" "o"') && looks.push(sql),
      logQueryError: () => undefined,
      logQuerySlow: () => undefined,
      logSchemaBuild: () => undefined,
      logMigration: () => undefined,
      log: () => undefined,
    },
  });
  await put(graph.source, justice.obligationId, 3);
  await Promise.all(followed.map((each) => each.reach(3)));
  expect(looks).toHaveLength(1);
});
