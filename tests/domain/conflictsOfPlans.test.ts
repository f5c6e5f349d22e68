import { day } from '../../domain/calendar';
import { carriedOutBeforeIssue, connectionBeforeRule, serviceBeforeConnection } from '../../domain/conflicts/dependencies';
import { unresolvedCitations, withoutDueDate, withoutLead } from '../../domain/conflicts/gaps';
import { dueBeforeIssue, laterThanParent, leadAboveIssuer } from '../../domain/conflicts/hierarchy';
import { aDuty, aPlan, aProvision, brief, due, silent, someFacts } from '../support/conflictFacts';

const plans = [aPlan('qd-1'), aPlan('kh-2', { issuedOn: day('2022-03-01'), level: 'PROVINCE' })];
const march = due('2022-03-31');
const june = due('2022-06-30');
const parent = aDuty([aProvision('III.1', { deadline: march })]);
const child = (given: Parameters<typeof aProvision>[1], parents = [parent.key]) =>
  aDuty([aProvision('II.1', { document: 'kh-2', ...given })], { parents });

describe('a duty and the higher one that it carries out', () => {
  it.each([
    ['due the same day', march, 'CONNECTION', []],
    ['due earlier', due('2022-03-30'), 'CONNECTION', []],
    ['without a day', silent, 'CONNECTION', []],
    ['due a month later', due('2022-04-30'), 'CONNECTION', ['LATER_THAN_PARENT MEDIUM kh-2 II.1~III.1']],
    ['due a quarter later', june, 'CONNECTION', ['LATER_THAN_PARENT HIGH kh-2 II.1~III.1']],
    ['a later target', june, 'TARGET', ['LATER_THAN_PARENT LOW kh-2 II.1~III.1']],
  ])('%s', (_, deadline, kind, expected) => {
    expect(laterThanParent(someFacts([parent, child({ deadline, kind })], { plans })).map(brief)).toEqual(expected);
  });

  it('is less grave when the higher day had passed before the plan was issued', () => {
    const late = [aPlan('qd-1'), aPlan('kh-2', { issuedOn: day('2023-04-07') })];
    expect(laterThanParent(someFacts([parent, child({ deadline: due('2023-09-30') })], { plans: late })).map(brief)).toEqual([
      'LATER_THAN_PARENT MEDIUM kh-2 II.1~III.1',
    ]);
  });

  it('is a matter of wording when the child keeps the day of another duty that it carries out', () => {
    const other = aDuty([aProvision('II.2', { deadline: june })]);
    const found = laterThanParent(someFacts([parent, other, child({ deadline: june }, [parent.key, other.key])], { plans }));
    expect(found.map(brief)).toEqual(['LATER_THAN_PARENT LOW kh-2 II.1~III.1']);
  });
});

describe('a last day before the issue of its document', () => {
  const stage = { audience: 'Quý I', dueOn: day('2021-12-31') };
  it.each([
    ['the eve of issue', due('2022-01-05'), ['DUE_BEFORE_ISSUE HIGH qd-1 III.1']],
    ['the day of issue', due('2022-01-06'), []],
    ['no day', silent, []],
    [
      'a stage that had passed',
      { ...silent, precision: 'STAGED', stages: [stage, { audience: 'Quý II', dueOn: day('2022-06-30') }] },
      ['DUE_BEFORE_ISSUE MEDIUM qd-1 III.1'],
    ],
  ])('%s', (_, deadline, expected) => {
    expect(dueBeforeIssue(someFacts([aDuty([aProvision('III.1', { deadline })])])).map(brief)).toEqual(expected);
  });

  it('is not claimed where the day of issue is lost', () => {
    const facts = someFacts([aDuty([aProvision('III.1', { deadline: due('1990-01-01') })])], {
      plans: [aPlan('qd-1', { issuedOn: null })],
    });
    expect(dueBeforeIssue(facts)).toEqual([]);
  });
});

describe('a lead given by a province', () => {
  it.each([
    [['bo-a'], ['OUT_OF_COMPETENCE HIGH kh-2 II.1']],
    [['so-a'], []],
    [['so-a', 'bo-a'], ['OUT_OF_COMPETENCE HIGH kh-2 II.1']],
    [['cac-bo'], []],
    [['doanh-nghiep'], []],
  ])('%s', (lead, expected) => {
    expect(leadAboveIssuer(someFacts([child({ lead })], { plans })).map(brief)).toEqual(expected);
  });

  it('stands beside the provision that names a local body and the higher row it repeats', () => {
    const duty = aDuty(
      [aProvision('IV.8', { document: 'kh-2', lead: ['so-a'] }), aProvision('PL2.31', { document: 'kh-2', lead: ['bo-a', 'so-a'] })],
      { parents: [parent.key] },
    );
    const [found] = leadAboveIssuer(someFacts([parent, duty], { plans }));
    expect(found?.provisions.map(({ document, path }) => `${document}/${path}`)).toEqual(['kh-2/PL2.31', 'kh-2/IV.8', 'qd-1/III.1']);
  });
});

describe('a duty and what it needs', () => {
  const service = { name: { vi: 'dịch vụ', en: 'service' }, duty: 'qd-1/PL1.1', requires: [{ connection: 'a~b', implied: true }] };
  const row = aDuty([aProvision('PL1.1', { kind: 'SERVICE', deadline: march })]);
  it.each([
    ['named, due later', 'CONNECTION', june, ['a~b'], [], 1],
    ['named, due the same day', 'CONNECTION', march, ['a~b'], [], 0],
    ['implied, due later', 'POLICY', june, [], ['a~b'], 1],
    ['without a day', 'CONNECTION', silent, ['a~b'], [], 0],
    ['only a target', 'TARGET', june, ['a~b'], [], 0],
    ['another one', 'CONNECTION', june, ['a~c'], [], 0],
  ])('a service and its connection: %s', (_, kind, deadline, connections, impliedConnections, count) => {
    const duties = [row, aDuty([aProvision('PL2.1', { kind, deadline, connections, impliedConnections })])];
    expect(serviceBeforeConnection(someFacts(duties, { services: [service] }))).toHaveLength(count);
  });

  it('a service waits only for the first duty that makes its connection', () => {
    const making = (path: string, deadline: typeof june) => aDuty([aProvision(path, { deadline, connections: ['a~b'] })]);
    expect(serviceBeforeConnection(someFacts([row, making('PL2.1', june), making('PL2.2', march)], { services: [service] }))).toEqual([]);
  });

  it.each([
    ['due after it', june, null, 1],
    ['due before it but issued after it', due('2022-01-31'), day('2022-04-01'), 1],
    ['due and issued before it', due('2022-01-31'), day('2022-03-01'), 0],
  ])('a connection and a rule on connections of its sort, %s', (_, deadline, issuedOn, count) => {
    const rule = aDuty([aProvision('III.1.e', { kind: 'POLICY', deadline, impliedConnections: ['b~cac-csdl'] })], {
      outputs: issuedOn === null ? [] : [{ label: { vi: 'Thông tư', en: 'Circular' }, issuedOn }],
    });
    const made = aDuty([aProvision('III.5', { deadline: march, connections: ['a~b'] })]);
    expect(connectionBeforeRule(someFacts([rule, made], { groups: { 'cac-csdl': ['a'] } }))).toHaveLength(count);
    expect(connectionBeforeRule(someFacts([rule, made], { groups: { 'cac-csdl': ['c'] } }))).toEqual([]);
  });

  it.each([
    ['Triển khai Nghị định', 1],
    ['Tham gia xây dựng Nghị định', 0],
  ])('a lower plan and a decree issued later: %s', (title, count) => {
    const decree = aDuty([aProvision('III.1.d', { kind: 'POLICY', deadline: march })], {
      outputs: [{ label: { vi: 'Nghị định', en: 'Decree' }, issuedOn: day('2023-04-17') }],
    });
    expect(
      carriedOutBeforeIssue(
        someFacts([decree, child({ kind: 'POLICY', deadline: march, title: { vi: title, en: title } }, [decree.key])], { plans }),
      ),
    ).toHaveLength(count);
  });
});

describe('gaps', () => {
  it('a duty without a lead is graver when the context names none either; a target needs none', () => {
    const duties = [
      aDuty([aProvision('III.1', { lead: [] })]),
      aDuty([aProvision('III.2', { lead: [], impliedLead: ['bo-a'] })]),
      aDuty([aProvision('II.1', { lead: [], kind: 'TARGET' })]),
    ];
    expect(withoutLead(someFacts(duties)).map(brief)).toEqual(['NO_LEAD MEDIUM qd-1 III.1', 'NO_LEAD LOW qd-1 III.2']);
  });

  it('a silent duty is graver when its work should end and nothing else dates it', () => {
    const duties = [
      aDuty([aProvision('III.1', { deadline: march, connections: ['a~b'] })]),
      aDuty([aProvision('IV.1', { connections: ['a~b', 'a~c'] })]),
      aDuty([aProvision('IV.2', { connections: ['a~d'] })]),
      aDuty([aProvision('IV.3', { kind: 'ORGANISATION' })]),
      aDuty([aProvision('IV.4', { deadline: { ...silent, precision: 'ONGOING' } })]),
      child({}, ['qd-1/III.1']),
    ];
    expect(withoutDueDate(someFacts(duties, { plans })).map(brief)).toEqual([
      'NO_DUE_DATE LOW qd-1 IV.1',
      'NO_DUE_DATE MEDIUM qd-1 IV.2',
      'NO_DUE_DATE LOW qd-1 IV.3',
      'NO_DUE_DATE LOW kh-2 II.1',
    ]);
  });

  it('an unresolved citation lies in the statements whose lines hold it', () => {
    const plan = aPlan('qd-1', { unresolved: [{ as: 'Quyết định 442/QĐ-TTg', lines: [355, 357], note: null }] });
    const at = (path: string, lines: [number, number]) => aDuty([aProvision(path, { lines })]);
    const found = unresolvedCitations(
      someFacts([at('II.1', [340, 354]), at('II.2', [357, 360]), at('II.3', [361, 370])], { plans: [plan] }),
    );
    expect(found.map(brief)).toEqual(['UNRESOLVED_CITATION MEDIUM qd-1 II.2']);
    expect(unresolvedCitations(someFacts([], { plans: [plan] })).map(brief)).toEqual(['UNRESOLVED_CITATION MEDIUM qd-1 dong-355']);
  });
});
