import { startGraph, type Graph, type Role } from '../../../testkit';
import { aKey, refusals, send, writeNames, writeText, type WriteName } from '../../support/writes';

const QD06 = 'obligation:qd-06-qd-ttg-2022';
const BTC = 'agency:bo-tai-chinh'; // leads IV.9.b alone, and reports every month
const VPCP = 'agency:van-phong-chinh-phu'; // verifies
const BYT = 'agency:bo-y-te'; // has nothing to do with IV.9.b
const finance = `${QD06}/IV.9.b`;
const withLastDay = `${QD06}/III.5.b.1`;
const on = { effectiveOn: '2022-05-10' };
const because = { reason: 'lý do' };

let graph: Graph;
let claimId: string;
let requestId: string;
beforeAll(async () => {
  graph = await startGraph({ today: '2022-06-30' });
  const btc = graph.as(BTC, 'REPORTER');
  const request = { obligationId: withLastDay, agencyId: BTC, ...on, newDueOn: '2022-12-31', ...because };
  claimId = (await send(btc, 'reportProgress', { obligationId: finance, agencyId: BTC, effectiveOn: '2022-05-01', status: 'COMPLETED' }))
    .event.id;
  requestId = (await send(btc, 'requestExtension', request)).event.id;
});
afterAll(() => graph.stop());

/** Each write so that the body whose it is may do it, and nothing else stands against it. */
const fitting: Readonly<Record<WriteName, () => { agencyId: string } & object>> = {
  reportProgress: () => ({ obligationId: withLastDay, agencyId: BTC, ...on, status: 'IN_PROGRESS' }),
  verifyReport: () => ({ eventId: claimId, agencyId: VPCP, ...on, accept: false, ...because }),
  requestExtension: () => ({ obligationId: withLastDay, agencyId: BTC, ...on, newDueOn: '2023-12-31', ...because }),
  decideExtension: () => ({ eventId: requestId, agencyId: VPCP, ...on, accept: false, ...because }),
  fileMonthlyReport: () => ({ obligationId: `${QD06}/IV.3.k`, agencyId: BTC, period: '2022-05', filedOn: '2022-05-20' }),
};
const needed: Readonly<Record<WriteName, Role>> = {
  reportProgress: 'REPORTER',
  verifyReport: 'VERIFIER',
  requestExtension: 'REPORTER',
  decideExtension: 'VERIFIER',
  fileMonthlyReport: 'REPORTER',
};
const decides = (name: WriteName) => needed[name] === 'VERIFIER';

async function countEvents(): Promise<number> {
  const { data } = await graph.ask(`{ a: obligation(id: "${finance}") { version } b: obligation(id: "${withLastDay}") { version }
    c: obligation(id: "${QD06}/IV.3.k") { version } }`);
  return (data.a.version as number) + (data.b.version as number) + (data.c.version as number);
}

describe('who may write', () => {
  const pairs = writeNames.flatMap((name) => (['REPORTER', 'VERIFIER', 'EDITOR'] as const).map((role): [WriteName, Role] => [name, role]));
  const strangers = pairs.filter(([name, role]) => needed[name] !== role);

  it.each(strangers)('%s is refused to the right body in the role %s', async (name, role) => {
    const input = fitting[name]();
    const before = await countEvents();
    expect(refusals(await send(graph.as(input.agencyId, role), name, input))).toEqual(['FORBIDDEN input.agencyId']);
    expect(await countEvents()).toBe(before);
  });

  it.each(writeNames)('%s is refused to a token without roles', async (name) => {
    const input = fitting[name]();
    expect(refusals(await send(graph.as(input.agencyId), name, input))).toEqual(['FORBIDDEN input.agencyId']);
  });

  it.each(writeNames)('%s is refused without a token', async (name) => {
    const before = await countEvents();
    const { data, errors } = await graph.ask(writeText(name), { input: { idempotencyKey: aKey(), ...fitting[name]() } });
    expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([null, ['UNAUTHENTICATED']]);
    expect(await countEvents()).toBe(before);
  });

  it.each(writeNames)('%s is refused to who names the agency of another in the input', async (name) => {
    const input = fitting[name]();
    const before = await countEvents();
    for (const role of [needed[name], 'ADMIN'] as const)
      expect(refusals(await send(graph.as(BYT, role), name, input))).toEqual(['FORBIDDEN input.agencyId']);
    expect(await countEvents()).toBe(before);
  });

  it.each(writeNames)('%s is refused to a body whose business it is not, in every role', async (name) => {
    const input = { ...fitting[name](), agencyId: name === 'fileMonthlyReport' ? 'agency:chinh-phu' : BYT };
    const expected = decides(name) ? 'NOT_VERIFIER input.agencyId' : 'NOT_BEARER input.agencyId';
    expect(refusals(await send(graph.as(input.agencyId, 'ADMIN'), name, input))).toEqual([expected]);
  });

  it.each(writeNames.filter(decides))('%s is refused to the body whose act it is about, in every role', async (name) => {
    const input = { ...fitting[name](), agencyId: BTC };
    expect(refusals(await send(graph.as(BTC, 'ADMIN'), name, input))).toEqual(['NOT_VERIFIER input.agencyId', 'OWN_DUTY input.agencyId']);
  });

  it('a refusal of rights tells nothing of the duty', async () => {
    const payload = await send(graph.as(BYT, 'REPORTER'), 'reportProgress', fitting.reportProgress());
    expect([payload.event, payload.obligation]).toEqual([null, null]);
  });
});

describe('brute force', () => {
  const aliased = (names: readonly string[]) =>
    `mutation { ${names
      .map(
        (name) => `${name}: reportProgress(input: {
      idempotencyKey: "${aKey()}", obligationId: "${withLastDay}", agencyId: "${BTC}", effectiveOn: "2022-05-10", status: IN_PROGRESS
    }) { event { id } userErrors { code } }`,
      )
      .join('\n')} }`;

  it('by fifty aliased writes for another agency gets nowhere', async () => {
    const before = await countEvents();
    const { data, errors } = await graph.as(BYT, 'REPORTER').ask(aliased(Array.from({ length: 50 }, (_, index) => `try${String(index)}`)));
    const answers: Array<{ event: unknown; userErrors: Array<{ code: string }> }> = Object.values(data ?? {});
    expect(answers.every(({ event, userErrors }) => event === null && userErrors[0]?.code === 'FORBIDDEN')).toBe(true);
    expect(answers.length > 0 || errors !== undefined).toBe(true);
    expect(await countEvents()).toBe(before);
  });

  it('by guessing ids of events gets nowhere', async () => {
    const guesses = Array.from({ length: 20 }, (_, index) => `event:qd-06-qd-ttg-2022/IV.9.b/${String(index + 2)}`);
    const found = await Promise.all(
      guesses.map((eventId) => send(graph.as(BYT, 'VERIFIER'), 'verifyReport', { eventId, agencyId: BYT, ...on, accept: true })),
    );
    expect(new Set(found.flatMap(refusals))).toEqual(new Set(['UNKNOWN_EVENT input.eventId']));
  });

  it('by a batch of operations in one request is refused', async () => {
    const { token } = graph.as(BTC, 'REPORTER');
    const before = await countEvents();
    const response = await fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify([{ query: aliased(['one']) }, { query: aliased(['two']) }]),
    });
    expect(response.status).toBe(400);
    expect(await countEvents()).toBe(before);
  });

  it('by a write in the address of a request is refused', async () => {
    const { token } = graph.as(BTC, 'REPORTER');
    const before = await countEvents();
    const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' };
    const response = await fetch(`${graph.url}?query=${encodeURIComponent(aliased(['one']))}`, { headers });
    expect(response.ok).toBe(false);
    expect(await countEvents()).toBe(before);
  });

  it('by a forged token is refused', async () => {
    const { token } = graph.as(BTC, 'REPORTER');
    const [head, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ agency: BTC, roles: ['ADMIN'], exp: 4_000_000_000 })).toString('base64url');
    const response = await fetch(graph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(head)}.${claims}.${String(signature)}` },
      body: JSON.stringify({ query: aliased(['one']) }),
    });
    expect(response.status).toBe(401);
  });
});

describe('the same writes', () => {
  it.each(writeNames)('%s is taken from the right body in the right role', async (name) => {
    const input = fitting[name]();
    expect(refusals(await send(graph.as(input.agencyId, needed[name]), name, input))).toEqual([]);
  });
});
