import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntityManager } from 'typeorm';
import type { Situation } from '../../domain/admission/facts';
import { admitProgressReport } from '../../domain/admission/reports';
import { day } from '../../domain/calendar';
import type { ProgressStatus } from '../../domain/progress';
import { fixedClock } from '../../shared/clock';
import { schemaOf, schemasFor } from '../../shared/database';
import { Context } from '../../shared/context';
import { chainHash, type ChainedEvent } from '../../subgraphs/obligations/progress/chain';
import { write } from '../../subgraphs/obligations/progress/write';
import { openTestSubgraphs, type OpenedSubgraphs } from '../support/subgraphs';
import { aKey } from '../support/writes';

const TODAY = day('2022-06-30');
const duty = (path: string, lead: string) => ({ obligationId: `obligation:qd-06-qd-ttg-2022/${path}`, agencyId: `agency:${lead}` });

let graph: OpenedSubgraphs;
beforeAll(async () => {
  graph = await openTestSubgraphs();
});
afterAll(() => graph.close());

const store = () => graph.named('obligations').source;

interface Report {
  readonly obligationId: string;
  readonly agencyId: string;
  readonly status?: ProgressStatus;
  readonly key?: string;
  /** Happens once, between the deciding and the recording. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** Reports on a duty, and tells how often it was decided and what was asked of the store. */
async function report({ obligationId, agencyId, status = 'IN_PROGRESS', key = aKey(), meanwhile }: Report) {
  const { manager } = store();
  let waiting = meanwhile;
  const query = async (sql: string, parameters: unknown[]): Promise<unknown> => {
    const happens = sql.includes('append_event') ? waiting : undefined;
    if (happens !== undefined) waiting = undefined;
    await happens?.();
    return manager.query(sql, parameters);
  };
  const source = Object.create(store(), { manager: { value: Object.assign(Object.create(manager) as EntityManager, { query }) } });
  const schemas = schemasFor(schemaOf(store()).replace(/obligations$/, ''), 'obligations');
  const caller = { agencyId, roles: new Set(['REPORTER'] as const) };
  const context = new Context(source, schemas, { today: TODAY, clock: fixedClock(TODAY), caller, language: 'EN' });
  let decided = 0;
  graph.log.reset();
  const { eventId, problems } = await write(context, {
    mutation: 'reportProgress',
    role: 'REPORTER',
    input: { idempotencyKey: key, agencyId },
    about: {
      obligationId,
      admit: (situation: Situation) => {
        decided += 1;
        return admitProgressReport({ agencyId, effectiveOn: TODAY, status, percent: null, note: null, evidence: [] }, situation);
      },
    },
    on: TODAY,
    names: [],
  });
  const statements = graph.log.statements.filter((sql) => !sql.includes('pg_notify'));
  return { number: eventId?.split('/').at(-1) ?? null, problems: problems.map(({ code }) => code), decided, statements: statements.length };
}

const recorded = (number: string) => ({ number, problems: [], decided: 1 });

describe('a report', () => {
  it('takes two SQL statements, and eight where it moves who is late', async () => {
    const of = duty('IV.9.b', 'bo-tai-chinh');
    expect(await report(of)).toEqual({ ...recorded('1'), statements: 2 });
    expect(await report(of)).toEqual({ ...recorded('2'), statements: 2 });
    expect(await report({ ...of, status: 'COMPLETED' })).toEqual({ ...recorded('3'), statements: 8 });
  });

  it('is decided anew when another one was recorded meanwhile', async () => {
    const of = duty('IV.10', 'bo-tai-nguyen-va-moi-truong');
    expect(await report({ ...of, meanwhile: () => report(of) })).toMatchObject({ number: '2', problems: [], decided: 2 });
  });

  it('is refused when the duty was closed meanwhile', async () => {
    const of = duty('IV.12', 'bo-cong-thuong');
    const closes = () => report({ ...of, status: 'COMPLETED' });
    expect(await report({ ...of, meanwhile: closes })).toMatchObject({ number: null, problems: ['DUTY_CLOSED'], decided: 2 });
  });

  it('is decided anew when the corpus was loaded meanwhile', async () => {
    const of = duty('IV.16', 'bo-giao-duc-va-dao-tao');
    const loads = () => store().query('UPDATE corpus_load SET plans = plans');
    expect(await report({ ...of, meanwhile: loads })).toMatchObject({ number: '1', problems: [], decided: 2 });
  });

  it('whose twin overtook it is answered with what the twin recorded', async () => {
    const of = { ...duty('IV.19', 'bo-nong-nghiep-va-phat-trien-nong-thon'), key: aKey() };
    expect(await report({ ...of, meanwhile: () => report(of) })).toMatchObject({ number: '1', problems: [], decided: 1 });
    expect(await report(of)).toMatchObject({ number: '1', problems: [], decided: 0, statements: 1 });
  });
});

describe('the hash of an event', () => {
  const event = {
    id: 'event:x/1',
    obligationId: 'obligation:x',
    number: 1,
    kind: 'EXTENSION_GRANTED',
    byId: 'agency:x',
    effectiveOn: TODAY,
    recordedAt: '2022-06-30T07:00:00.000000Z',
    recordedOn: TODAY,
    status: null,
    percent: null,
    note: 'ghi chú "\u2028\\',
    evidence: [{ url: 'https://x', type: null, hash: 'y' }],
    legalBasis: { sourceUrl: 'https://x', path: null, documentId: 'document:x' },
    aboutId: null,
    newDueOn: TODAY,
    period: null,
    items: [{ text: 'x', status: null, percent: 3, obligationId: null }],
    parts: ['', 'agency:x'],
    previousHash: null,
  } as ChainedEvent;

  it('is that of its canonical JSON without what is null', () => {
    const withoutNulls: unknown = JSON.parse(JSON.stringify(event), (_, value: unknown) => value ?? undefined);
    const canonical = canonicalize(withoutNulls) ?? '';
    expect(chainHash(event)).toBe(createHash('sha256').update(canonical).digest('hex'));
  });
});
