import { day } from '../../domain/calendar';
import { conflictId, type Facts } from '../../domain/conflicts/facts';
import { findConflicts } from '../../domain/conflicts/conflicts';
import { aDuty, aPlan, aProvision, brief, due, silent, someFacts } from '../support/conflictFacts';

/** All conflicts but the plain gaps, which most invented duties have. */
const clashes = (facts: Facts) =>
  findConflicts(facts)
    .filter(({ kind }) => kind !== 'NO_DUE_DATE' && kind !== 'NO_LEAD')
    .map(brief);

const march = due('2022-03-31');
const june = due('2022-06-30');

describe('provisions that state one duty', () => {
  const cases: Array<[string, Parameters<typeof aProvision>[1], Parameters<typeof aProvision>[1], string[]]> = [
    ['say the same', { deadline: march }, { deadline: march }, []],
    ['one is silent about the day', { deadline: silent }, { deadline: march }, []],
    ['one names no lead', { lead: [] }, { lead: ['bo-b'] }, []],
    ['one names a lead more', { lead: ['bo-a'] }, { lead: ['bo-a', 'bo-b'] }, ['LEAD MEDIUM qd-1 III.1~PL2.1']],
    ['the order of leads differs', { lead: ['bo-a', 'bo-b'] }, { lead: ['bo-b', 'bo-a'] }, []],
    ['no lead is common', { lead: ['bo-a'] }, { lead: ['bo-b'] }, ['LEAD HIGH qd-1 III.1~PL2.1']],
    ['the days differ', { deadline: march }, { deadline: june }, ['DEADLINE HIGH qd-1 III.1~PL2.1']],
    [
      'a day stands against an event',
      { deadline: { ...silent, precision: 'TRIGGERED', trigger: { name: { vi: 'x', en: 'x' }, on: null } } },
      { deadline: march },
      ['DEADLINE MEDIUM qd-1 III.1~PL2.1'],
    ],
    ['the coordinating bodies differ', { coordinating: ['bo-b'] }, { coordinating: ['cac-bo'] }, ['COORDINATION LOW qd-1 III.1~PL2.1']],
    [
      'a coordinating body of one leads in the other',
      { lead: ['bo-a'], coordinating: ['bo-b', 'cac-bo'] },
      { lead: ['bo-a', 'bo-b'], coordinating: ['cac-bo'] },
      ['LEAD MEDIUM qd-1 III.1~PL2.1'],
    ],
    ['one names a connection more', { connections: ['a~b'] }, { connections: ['a~b', 'a~c'] }, ['SCOPE LOW qd-1 III.1~PL2.1']],
    ['each names one more', { connections: ['a~b', 'a~d'] }, { connections: ['a~b', 'a~c'] }, ['SCOPE MEDIUM qd-1 III.1~PL2.1']],
  ];
  it.each(cases)('when %s', (_, body, appendix, expected) => {
    expect(clashes(someFacts([aDuty([aProvision('III.1', body), aProvision('PL2.1', appendix)])]))).toEqual(expected);
  });
});

describe('duties of one document about one connection', () => {
  const connections = ['a~b'];
  it.each([
    ['dated twice', 'CONNECTION', march, 'CONNECTION', june, ['DUPLICATE_DEADLINE HIGH qd-1 III.1~III.2']],
    ['dated on the same day', 'CONNECTION', march, 'CONNECTION', march, []],
    ['dated by one only', 'CONNECTION', march, 'CONNECTION', silent, []],
    ['a target after the duty that reaches it', 'CONNECTION', march, 'TARGET', june, []],
    ['a target before the duty that reaches it', 'TARGET', march, 'CONNECTION', june, ['DEADLINE HIGH qd-1 III.1~III.2']],
    ['two targets', 'TARGET', march, 'TARGET', june, []],
  ])('%s', (_, firstKind, first, secondKind, second, expected) => {
    const duties = [
      aDuty([aProvision('III.1', { kind: firstKind, deadline: first, connections })]),
      aDuty([aProvision('III.2', { kind: secondKind, deadline: second, connections })]),
    ];
    expect(clashes(someFacts(duties))).toEqual(expected);
  });

  it('stand apart when they are in different documents', () => {
    const duties = [
      aDuty([aProvision('III.1', { deadline: march, connections })]),
      aDuty([aProvision('III.1', { document: 'qd-2', deadline: june, connections })]),
    ];
    expect(clashes(someFacts(duties, { plans: [aPlan('qd-1'), aPlan('qd-2')] }))).toEqual([]);
  });

  it.each([
    ['shares the lead', ['bo-a'], [], 'LOW'],
    ['has the lead only coordinate', ['bo-b'], ['bo-a'], 'MEDIUM'],
    ['does not know the lead', ['bo-b'], [], 'HIGH'],
  ])('part IV that %s differs from the task', (_, lead, coordinating, severity) => {
    const duties = [
      aDuty([aProvision('III.5.a', { lead: ['bo-a', 'bo-c'].slice(0, severity === 'LOW' ? 2 : 1), connections })]),
      aDuty([aProvision('IV.6.b', { lead, coordinating, connections: ['a~b', 'a~c'] })]),
    ];
    expect(clashes(someFacts(duties))).toEqual([`LEAD ${severity} qd-1 III.5.a~IV.6.b`]);
  });

  it('part IV is compared with the task it speaks about most', () => {
    const duties = [
      aDuty([aProvision('III.5.a', { lead: ['bo-b'], connections })]),
      aDuty([aProvision('III.5.b', { lead: ['bo-b'], connections: ['a~b', 'a~c', 'a~d'] })]),
      aDuty([aProvision('IV.6.b', { connections: ['a~b', 'a~e'] })]),
    ];
    expect(clashes(someFacts(duties))).toEqual(['LEAD HIGH qd-1 III.5.a~IV.6.b']);
  });
});

describe('a list in an appendix', () => {
  const row = (path: string, deadline = march) => aDuty([aProvision(path, { kind: 'SERVICE', deadline })]);
  const all = (title: string) => aDuty([aProvision('III.2.e', { kind: 'SERVICE', deadline: june, title: { vi: title, en: title } })]);

  it('differs from the duty that orders it, once for each day', () => {
    const facts = someFacts([
      all('Triển khai các dịch vụ tại Phụ lục I'),
      row('PL1.1'),
      row('PL1.2'),
      row('PL1.3', due('2022-05-31')),
      row('PL1.4', june),
    ]);
    expect(clashes(facts)).toEqual(['DEADLINE HIGH qd-1 III.2.e~PL1.1', 'DEADLINE HIGH qd-1 III.2.e~PL1.3']);
    expect(findConflicts(facts)[0]?.provisions.map(({ path }) => path)).toEqual(['III.2.e', 'PL1.1', 'PL1.2']);
  });

  it.each(['Triển khai các dịch vụ', 'Triển khai các dịch vụ tại Phụ lục II', 'Phụ lục Ia'])('is not meant by “%s”', (title) => {
    expect(clashes(someFacts([all(title), row('PL1.1')]))).toEqual([]);
  });
});

describe('order and identity', () => {
  it('puts the gravest first and gives each conflict a readable id', () => {
    const facts = someFacts([aDuty([aProvision('III.1', { lead: [] })]), aDuty([aProvision('III.2', { deadline: due('2022-01-05') })])]);
    expect(findConflicts(facts).map(conflictId)).toEqual([
      'conflict:due-before-issue/qd-1/III.2',
      'conflict:no-lead/qd-1/III.1',
      'conflict:no-due-date/qd-1/III.1',
    ]);
  });

  it('explains every conflict in both languages, as a sentence', () => {
    const plan = aPlan('qd-1', { issuedOn: day('2022-04-01'), unresolved: [{ as: 'Quyết định 9', lines: [1, 2], note: null }] });
    const found = findConflicts(
      someFacts([aDuty([aProvision('III.1', { deadline: march, lead: [] }), aProvision('PL2.1', { deadline: june })])], { plans: [plan] }),
    );
    expect(found.length).toBeGreaterThan(1);
    for (const { explanation } of found) for (const text of Object.values(explanation)) expect(text).toMatch(/^\p{Lu}.+\.$/u);
  });
});
