import { setTimeout as sleep } from 'node:timers/promises';
import { day } from '../../domain/calendar';
import { readPlan, type PlanFile } from '../../ingest/plan';
import type { ReadCorpus } from '../../ingest/read';
import { fixedClock } from '../../shared/clock';
import { checkoutOfCode, type Checkout } from '../../subgraphs/checkout';
import { subgraphNames } from '../../subgraphs/registry';
import { openSubgraphs, type OpenSubgraph } from '../../subgraphs/runtime';
import { takeStore, type GraphStore } from '../../testkit/store/database';
import { inTheFuture } from '../support/clock';
import { anotherPlan, thePlan } from '../support/plan';
import { testServer } from '../support/store';
import { aKey } from '../support/writes';

const AGENCY = 'agency:bo-cong-an';
const checkout = checkoutOfCode();
const unread: Checkout = { ...checkout, read: () => Promise.reject(new Error('the corpus was read')) };

let store: GraphStore;
let running: OpenSubgraph[] = [];
let logged = '';

beforeEach(async () => {
  const { url, prefix } = testServer();
  store = await takeStore(url, prefix);
  logged = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    logged += String(text);
    return true;
  });
});
afterEach(async () => {
  await stop();
  await store.release();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

async function open(): Promise<void> {
  const caller = { agencyId: AGENCY, roles: new Set(['EDITOR'] as const) };
  running = await openSubgraphs({ ...store, clock: fixedClock(day('2026-11-20')), identify: () => caller, poolSize: 3 });
}

/** As a start of the graph does. Answers whether anything was loaded. */
async function start(corpus: Checkout | ReadCorpus): Promise<boolean> {
  await open();
  let loaded = false;
  for (const subgraph of running) loaded = (await subgraph.prepare(corpus)) || loaded;
  return loaded;
}

async function stop(): Promise<void> {
  await Promise.all(running.splice(0).map((subgraph) => subgraph.close()));
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are as free as GraphQL
async function ask(name: string, query: string, variables?: Record<string, unknown>): Promise<any> {
  const subgraph = running.find((one) => one.name === name) as OpenSubgraph;
  const { data, errors } = await subgraph.execute({ query, variables, headers: {} });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

async function importPlan(files: readonly PlanFile[]): Promise<void> {
  const input = { idempotencyKey: aKey(), agencyId: AGENCY, files, dryRun: false };
  let payload: { served: boolean };
  do {
    ({ importPlan: payload } = await ask(
      'obligations',
      'mutation ($input: ImportPlanInput!) { importPlan(input: $input) { applied served problems { message } userErrors { code } } }',
      { input },
    ));
  } while (!payload.served); // on a slow machine; sent again it waits again
  expect(payload).toEqual({ applied: true, served: true, problems: [], userErrors: [] });
}

async function knows(number: number): Promise<boolean> {
  const { document } = await ask('documents', `{ document(id: "document:kh-${String(number)}-kh-ubnd-xa-thu-nghiem-2026") { id } }`);
  return document !== null;
}

/** The checkout of a later version, which has come to hold these files itself. */
async function laterCheckout(files: readonly PlanFile[]): Promise<ReadCorpus> {
  const { merged, problems } = await readPlan(await checkout.read(), files);
  expect(problems).toEqual([]);
  return merged;
}

const LEFT_OUT = '{ leftOutPlans { number agency { id } problems { file line record message } } }';

describe('a graph that starts again', () => {
  it('serves the imported plans, and loads nothing when nothing has changed', async () => {
    await start(checkout);
    await importPlan(thePlan());
    await importPlan(anotherPlan(2));
    await stop();
    let readings = 0;
    const read = () => {
      readings += 1;
      return checkout.read();
    };
    expect(await start({ ...checkout, read })).toBe(false);
    expect(readings).toBe(0);
    expect(await knows(2)).toBe(true);
    const { agency } = await ask('agencies', '{ agency(id: "agency:xa-thu-nghiem") { name } }');
    expect(agency).toEqual({ name: 'Xã Thử Nghiệm (giả định)' });
    await importPlan(anotherPlan(3));
    expect(await knows(3)).toBe(true);
  });

  it('over a store that was emptied of its rows loads the plans with the corpus', async () => {
    await start(checkout);
    await importPlan(anotherPlan(2));
    for (const { source } of running) await source.query("UPDATE corpus_load SET hash = 'of another version', plans = 0");
    await stop();
    await start(checkout);
    expect(await knows(2)).toBe(true);
  });

  it('without having looked at the corpus first hears of plans all the same', async () => {
    await open();
    await importPlan(anotherPlan(2));
    expect(await knows(2)).toBe(true);
  });
});

describe('a graph that starts over what it has loaded', () => {
  it('does not read the corpus', async () => {
    expect(await start(unread)).toBe(false);
  });

  it.each([
    ['the corpus or the code is another', 'SELECT 1', { ...unread, version: 'another' }],
    ['a migration wants the rows anew', "UPDATE corpus_load SET hash = ''", unread],
    [
      'other plans stand in the log',
      `INSERT INTO imported_plan (number, agency_id, key, body_hash, files, passed_over, outcome, recorded_at, recorded_on, hash)
       VALUES (1, '${AGENCY}', 'of another process', '', '[]', '{}', '{}', now(), now(), 'of another process')`,
      unread,
    ],
  ])('reads it when %s', async (_, change, corpus) => {
    await start(checkout);
    const { source } = running.find(({ name }) => name === 'obligations') as OpenSubgraph;
    await source.query(change);
    await stop();
    await expect(start(corpus)).rejects.toThrow('the corpus was read');
  });
});

describe('a checkout of a later version', () => {
  it('that holds a plan itself, word for word, goes on serving it', async () => {
    await start(checkout);
    await importPlan(anotherPlan(2));
    await stop();
    await start(await laterCheckout(anotherPlan(2)));
    expect(await knows(2)).toBe(true);
    expect((await ask('obligations', LEFT_OUT)).leftOutPlans).toEqual([]);
    expect(logged).toBe('');
  });

  it('that a plan no longer fits starts without this plan, with the others, and tells of it', async () => {
    await start(checkout);
    await importPlan(anotherPlan(2));
    await importPlan(anotherPlan(3));
    await stop();
    await start(await laterCheckout(anotherPlan(2, 'Nội dung khác.')));
    expect([await knows(2), await knows(3)]).toEqual([true, true]);
    const { obligation } = await ask('obligations', '{ obligation(id: "obligation:kh-2-kh-ubnd-xa-thu-nghiem-2026/I.1") { title } }');
    expect(obligation).toEqual({ title: 'Nội dung khác.' });
    expect((await ask('obligations', LEFT_OUT)).leftOutPlans).toEqual([
      {
        number: 1,
        agency: { id: AGENCY },
        problems: [
          {
            file: 'statements/kh-2-kh-ubnd-xa-thu-nghiem-2026.yaml',
            line: 3,
            record: 'I.1',
            message: expect.stringContaining('held with other content'),
          },
        ],
      },
    ]);
    expect(logged).toContain('the imported plan 1 no longer fits the corpus and is left out');
    await importPlan(anotherPlan(4));
    expect(await knows(4)).toBe(true);
  });

  it('that has changed what a plan held twice leaves the rest of that plan in', async () => {
    await start(checkout);
    await importPlan(anotherPlan(2));
    const [document, statements] = anotherPlan(2) as [PlanFile, PlanFile];
    const more = {
      ...statements,
      content: `${statements.content}${statements.content.split('\n').slice(2).join('\n').replace('I.1', 'I.2')}`,
    };
    await importPlan([document, more]);
    await stop();
    await start(await laterCheckout(anotherPlan(2, 'Nội dung khác.')));
    const { obligations } = await ask(
      'obligations',
      '{ obligations(filter: { documentIds: ["document:kh-2-kh-ubnd-xa-thu-nghiem-2026"] }) { nodes { title } } }',
    );
    expect(obligations.nodes).toEqual([{ title: 'Nội dung khác.' }, { title: 'Rà soát dữ liệu.' }]);
  });
});

describe('a subgraph that cannot load a plan', () => {
  it('goes on with what it serves, and the import says that not all of the graph serves it', async () => {
    await start(checkout);
    const documents = running.find(({ name }) => name === 'documents') as OpenSubgraph;
    await documents.source.query("ALTER TABLE document ADD CONSTRAINT no_plans CHECK (id NOT LIKE '%xa-thu-nghiem%')");
    const input = { idempotencyKey: aKey(), agencyId: AGENCY, files: anotherPlan(2), dryRun: false };
    const importing = ask(
      'obligations',
      'mutation ($input: ImportPlanInput!) { importPlan(input: $input) { applied served document { id } } }',
      { input },
    );
    while (!logged.includes('cannot be loaded')) await sleep(20);
    inTheFuture(10_000); // longer than an import waits
    expect((await importing).importPlan).toEqual({ applied: true, served: false, document: null });
    expect(await knows(2)).toBe(false);
    expect(logged).toContain('the imported plan 1 cannot be loaded and is left out');

    await documents.source.query('ALTER TABLE document DROP CONSTRAINT no_plans');
    await stop();
    await start(checkout);
    expect(await knows(2)).toBe(true);
  });
});

it('every part tells how many plans it holds', async () => {
  await start(checkout);
  await importPlan(anotherPlan(2));
  const [{ source }] = running as [OpenSubgraph];
  for (const name of subgraphNames) {
    const rows: unknown = await source.query(`SELECT plans FROM "${store.schemaPrefix}${name}".pub_corpus_load`);
    expect(rows).toEqual([{ plans: 1 }]);
  }
});
