import { startWriting, type WritingGraph } from '../../support/writing';
import { aKey, refusals, send } from '../../support/writes';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const BTC = 'agency:bo-tai-chinh';
const BCA = 'agency:bo-cong-an';
const VPCP = 'agency:van-phong-chinh-phu';
const finance = { obligationId: `${QD06}/IV.9.b`, agencyId: BTC }; // verified by Bộ Công an and Văn phòng Chính phủ
const REPLICAS = 2;

let graph: WritingGraph;
beforeAll(async () => {
  graph = await startWriting('2022-06-30', REPLICAS);
});
afterAll(() => graph.close());

const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const report = (given: object = {}) => ({ ...finance, effectiveOn: '2022-05-01', status: 'IN_PROGRESS', ...given });
const tell = (input: object, replica = 0) => send(graph.as(BTC, 'REPORTER', replica), 'reportProgress', input);

async function logOf(obligationId: string): Promise<Array<{ number: number; kind: string }>> {
  return graph.source.query('SELECT number, kind FROM event WHERE obligation_id = $1 ORDER BY number', [obligationId]);
}

describe('a retry', () => {
  it('gives the first event again, unchanged, however late it comes', async () => {
    const input = report({ idempotencyKey: aKey(), note: 'lần đầu' });
    const first = await tell(input);
    await tell(report({ effectiveOn: '2022-05-02' }));
    graph.clock.set('2022-07-20');
    const again = await tell(input, 1);
    graph.clock.set('2022-06-30');
    expect([again.event, again.userErrors]).toEqual([first.event, []]);
    expect(again.obligation.version).toBe(2);
  });

  it('with the arguments in another order, or with null for what was left out, is the same', async () => {
    const idempotencyKey = aKey();
    const first = await tell({ idempotencyKey, ...report({ effectiveOn: '2022-05-03' }) });
    const again = await tell({
      percent: null,
      ...Object.fromEntries(Object.entries(report({ effectiveOn: '2022-05-03' })).reverse()),
      idempotencyKey,
    });
    expect(again.event).toEqual(first.event);
  });

  it('with another body is refused, and so is another write under the key', async () => {
    const idempotencyKey = aKey();
    await tell(report({ idempotencyKey, effectiveOn: '2022-05-04' }));
    const reused = ['IDEMPOTENCY_KEY_REUSED input.idempotencyKey'];
    expect(refusals(await tell(report({ idempotencyKey, effectiveOn: '2022-05-04', percent: 1 })))).toEqual(reused);
    const other = { idempotencyKey, ...finance, effectiveOn: '2022-05-04', newDueOn: '2023-01-01', reason: 'x' };
    expect(refusals(await send(graph.as(BTC, 'REPORTER'), 'requestExtension', other))).toEqual(reused);
  });

  it('of another agency under the same key is another write', async () => {
    const idempotencyKey = aKey();
    await tell(report({ idempotencyKey, effectiveOn: '2022-05-05' }));
    const btp = {
      idempotencyKey,
      obligationId: `${QD06}/IV.6.b`,
      agencyId: 'agency:bo-tu-phap',
      effectiveOn: '2022-05-05',
      status: 'IN_PROGRESS',
    };
    expect(refusals(await send(graph.as('agency:bo-tu-phap', 'REPORTER'), 'reportProgress', btp))).toEqual([]);
  });

  it('that overtakes the write gives one event: of twenty twins at two replicas all hear of the same', async () => {
    const before = await logOf(finance.obligationId);
    const input = report({ idempotencyKey: aKey(), effectiveOn: '2022-05-06' });
    const answers = await times(20, (index) => tell(input, index % REPLICAS));
    expect(answers.flatMap(refusals)).toEqual([]);
    expect(new Set(answers.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    expect(await logOf(finance.obligationId)).toHaveLength(before.length + 1);
  });

  it('of twenty with one key and different bodies one is taken and the others are told', async () => {
    const idempotencyKey = aKey();
    const answers = await times(20, (index) =>
      tell(report({ idempotencyKey, effectiveOn: '2022-05-07', percent: index }), index % REPLICAS),
    );
    expect(answers.filter(({ event }) => event !== null)).toHaveLength(1);
    expect(answers.flatMap(refusals)).toEqual(Array(19).fill('IDEMPOTENCY_KEY_REUSED input.idempotencyKey'));
  });
});

describe('writes at once', () => {
  it('about one duty stand one after the other, none lost and none doubled', async () => {
    const obligationId = `${QD06}/IV.10`;
    const agencyId = 'agency:bo-tai-nguyen-va-moi-truong';
    const answers = await times(30, (index) =>
      send(graph.as(agencyId, 'REPORTER', index % REPLICAS), 'reportProgress', {
        obligationId,
        agencyId,
        effectiveOn: '2022-05-01',
        status: 'IN_PROGRESS',
        percent: index,
      }),
    );
    expect(answers.flatMap(refusals)).toEqual([]);
    expect((await logOf(obligationId)).map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    const numbers = answers.map(({ event }) => event.number as number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('that complete one duty: one closes it, the others find it closed', async () => {
    const obligationId = `${QD06}/IV.12`;
    const agencyId = 'agency:bo-cong-thuong';
    const input = { obligationId, agencyId, effectiveOn: '2022-05-01', status: 'COMPLETED' };
    const answers = await times(10, (index) => send(graph.as(agencyId, 'REPORTER', index % REPLICAS), 'reportProgress', input));
    expect(answers.flatMap(refusals)).toEqual(Array(9).fill('DUTY_CLOSED input.status'));
  });

  it.each([
    ['that agree', [true, true]],
    ['that contradict each other', [true, false]],
  ])('of two verifiers %s: one decides, the other is told that it is decided', async (_, [first, second]) => {
    const of =
      first === second
        ? { obligationId: `${QD06}/IV.16`, agencyId: 'agency:bo-giao-duc-va-dao-tao' }
        : { obligationId: `${QD06}/IV.21`, agencyId: 'agency:thanh-tra-chinh-phu' };
    const { event } = await send(graph.as(of.agencyId, 'REPORTER'), 'reportProgress', {
      ...of,
      effectiveOn: '2022-05-01',
      status: 'COMPLETED',
    });
    const decide = (agencyId: string, accept: boolean | undefined, replica: number) =>
      send(graph.as(agencyId, 'VERIFIER', replica), 'verifyReport', {
        eventId: event.id,
        agencyId,
        effectiveOn: '2022-05-02',
        accept,
        reason: 'đã kiểm tra',
        expectedVersion: 1,
      });
    const answers = await Promise.all([decide(BCA, first, 0), decide(VPCP, second, 1)]);
    expect(answers.map(refusals).sort((a, b) => a.length - b.length)).toEqual([
      [],
      ['STALE_VERSION input.expectedVersion', 'ALREADY_DECIDED input.eventId'],
    ]);
    expect(await logOf(of.obligationId)).toHaveLength(2);
  });

  it('about many duties under many keys, crosswise, never wait for each other in a circle', async () => {
    const paths = ['IV.11.a', 'IV.17', 'IV.18.a', 'IV.19'];
    const leads = [
      'bo-thong-tin-va-truyen-thong',
      'bo-lao-dong-thuong-binh-va-xa-hoi',
      'bo-khoa-hoc-va-cong-nghe',
      'bo-nong-nghiep-va-phat-trien-nong-thon',
    ];
    const government = 'agency:chinh-phu';
    const answers = await times(80, (index) => {
      const duty = index % paths.length;
      const agencyId = index % 2 === 0 ? government : `agency:${String(leads[duty])}`;
      return send(graph.as(agencyId, 'REPORTER', index % REPLICAS), 'reportProgress', {
        idempotencyKey: `crosswise ${String(index % 20)} ${String(duty)}`,
        obligationId: `${QD06}/${String(paths[duty])}`,
        agencyId,
        effectiveOn: '2022-05-01',
        status: 'IN_PROGRESS',
      });
    });
    expect(answers.flatMap(refusals)).toEqual([]);
    for (const path of paths)
      expect(await logOf(`${QD06}/${path}`)).toHaveLength(
        new Set(answers.map(({ event }) => event.id as string).filter((id) => id.includes(`/${path}/`))).size,
      );
  });

  it.each([
    ['a duty', 'SELECT 1 FROM duty_chain WHERE obligation_id = $1 FOR UPDATE', [finance.obligationId]],
    ['the log', 'LOCK TABLE event IN ACCESS EXCLUSIVE MODE', []],
  ])('that wait too long for %s are told to come back, and have left nothing', async (_, lock, parameters) => {
    const runner = graph.source.createQueryRunner();
    const input = report({ idempotencyKey: aKey(), effectiveOn: '2022-05-20' });
    await tell(report());
    const before = await logOf(finance.obligationId);
    await runner.startTransaction();
    await runner.query(lock, parameters);
    await expect(tell(input)).rejects.toThrow('BUSY');
    await runner.rollbackTransaction();
    await runner.release();
    expect(await logOf(finance.obligationId)).toEqual(before);
    expect(refusals(await tell(input))).toEqual([]);
  });
});
