import { day, type CalendarDate } from '../../domain/calendar';
import { cyclesOf, dueBeforeConnection, oneEdgePerPair, withinCycle, type Dependency } from '../../domain/dependencies';
import {
  appendixRule,
  covers,
  enabledBy,
  enablingRule,
  higherPlanRule,
  serviceRule,
  targetRule,
  triggerRule,
  type DutyShape,
} from '../../domain/dependencyRules';

const cite = { document: 'qd', path: 'I.1', lines: null, source: null };

function aDuty(key: string, given: Partial<DutyShape> = {}): DutyShape {
  return {
    key,
    document: 'qd',
    kind: 'CONNECTION',
    dueOn: null,
    paths: [key],
    titles: [],
    named: [],
    implied: [],
    parents: [],
    trigger: null,
    service: false,
    cite,
    ...given,
  };
}

const edges = (found: readonly Dependency[]) =>
  found.map((edge) => `${edge.of} ← ${edge.on} ${edge.kind}${edge.implied ? ' implied' : ''}`);
const march = day('2022-03-31');
const june = day('2022-06-30');
const december = day('2022-12-31');

describe('which duty needs which other', () => {
  it('a triggered duty needs the duty whose output is the document it waits for', () => {
    const duty = aDuty('d', { trigger: { fulfilledBy: 'nd-13', cites: [cite] } });
    expect(edges(triggerRule([duty], new Map([['nd-13', ['III.1.d']]])))).toEqual(['d ← III.1.d TRIGGER']);
  });

  it('where that document is not known, it needs the higher rule it carries out, by implication; not a higher connection', () => {
    const trigger = { fulfilledBy: null, cites: [cite] };
    const duties = [
      aDuty('rule', { kind: 'POLICY' }),
      aDuty('link'),
      aDuty('a', { trigger, parents: ['rule'] }),
      aDuty('b', { trigger, parents: ['link'] }),
    ];
    expect(edges(triggerRule(duties, new Map()))).toEqual(['a ← rule TRIGGER implied']);
  });

  describe('a service', () => {
    const service = aDuty('PL1.1', { kind: 'SERVICE', dueOn: march });
    const need = { duty: 'PL1.1', connection: 'a~b', implied: true, cited: [], cites: [cite] };

    it('needs the duty cited for its connection', () => {
      const found = serviceRule([service, aDuty('V.11', { named: ['a~b'] })], [{ ...need, cited: ['V.11'] }]);
      expect(edges(found)).toEqual(['PL1.1 ← V.11 SERVICE_CONNECTION implied']);
    });

    it('with none cited needs the first dated duty that establishes it or gives guidance; no target, service or other document', () => {
      const duties = [
        service,
        aDuty('late', { named: ['a~b'], dueOn: december }),
        aDuty('guide', { kind: 'POLICY', implied: ['a~b'], dueOn: june }),
        aDuty('target', { kind: 'TARGET', named: ['a~b'], dueOn: march }),
        aDuty('sister', { kind: 'SERVICE', implied: ['a~b'], dueOn: march }),
        aDuty('abroad', { document: 'other', named: ['a~b'], dueOn: march }),
        aDuty('undated', { named: ['a~b'] }),
      ];
      expect(edges(serviceRule(duties, [need]))).toEqual(['PL1.1 ← guide SERVICE_CONNECTION implied']);
    });

    it('needs nothing where no other duty brings its connection', () => {
      expect(serviceRule([service], [need])).toEqual([]);
    });
  });

  it('a duty that names an appendix needs what that appendix of its own document lists', () => {
    const duties = [
      aDuty('e', { titles: ['Triển khai các dịch vụ tại Phụ lục I'] }),
      aDuty('PL1.1'),
      aDuty('PL2.I.1'),
      aDuty('PL1.2', { document: 'other' }),
    ];
    expect(edges(appendixRule(duties))).toEqual(['e ← PL1.1 APPENDIX']);
  });

  const groups: Array<[wide: string, narrow: string, held: boolean]> = [
    ['a~b', 'a~b', true],
    ['group~b', 'a~b', true],
    ['group~b', 'inner~b', true],
    ['b~group', 'a~b', true],
    ['a~b', 'group~b', false],
    ['group~b', 'a~c', false],
  ];
  it.each(groups)('%s takes in %s: %s', (wide, narrow, held) => {
    const parts = new Map([
      ['group', ['a', 'nested']],
      ['nested', ['inner']],
    ]);
    expect(covers(wide, narrow, parts)).toBe(held);
  });

  it('a target is reached by the first duty on its connection, and of a group by those due by its day', () => {
    const duties = [
      aDuty('one', { kind: 'TARGET', named: ['a~b'], dueOn: june }),
      aDuty('all', { kind: 'TARGET', named: ['group~b'], dueOn: june }),
      aDuty('first', { named: ['a~b'], dueOn: march }),
      aDuty('again', { named: ['a~b'], dueOn: june }),
      aDuty('later', { named: ['c~b'], dueOn: december }),
    ];
    const found = targetRule(duties, new Map([['group', ['a', 'c']]]));
    expect(edges(found)).toEqual(['one ← first TARGET implied', 'all ← first TARGET implied']);
  });

  it('a connection needs the rules of its document that cover it, and those read by hand for its database', () => {
    const duties = [
      aDuty('circular', { kind: 'POLICY', implied: ['group~b'] }),
      aDuty('products', { kind: 'POLICY' }),
      aDuty('in', { named: ['a~b'] }),
      aDuty('out', { named: ['c~b'] }),
    ];
    expect(edges(enablingRule(duties, new Map([['group', ['a']]])))).toEqual(['in ← circular ENABLING_RULE implied']);
    expect(edges(enabledBy(duties, 'products', 'b', [cite]))).toEqual([
      'in ← products ENABLING_RULE implied',
      'out ← products ENABLING_RULE implied',
    ]);
    expect(enabledBy(duties, 'products', 'x', [cite])).toEqual([]);
  });

  it('a lower plan needs the higher duty on the same connection or service, not every duty it carries out', () => {
    const lower = (key: string, parent: string) => aDuty(key, { document: 'plan', named: ['a~b'], parents: [parent] });
    const duties = [
      aDuty('link', { named: ['a~b'] }),
      aDuty('other', { named: ['c~d'] }),
      aDuty('service', { kind: 'SERVICE', service: true }),
      lower('x', 'link'),
      lower('y', 'other'),
      lower('z', 'service'),
    ];
    expect(edges(higherPlanRule(duties))).toEqual(['x ← link HIGHER_PLAN implied', 'z ← service HIGHER_PLAN implied']);
  });

  it('keeps one edge for each pair, the stated before the implied, and none from a duty to itself', () => {
    const edge = (of: string, on: string, implied: boolean): Dependency => ({
      of,
      on,
      implied,
      kind: 'TARGET',
      cites: [cite],
      explanation: { vi: '', en: '' },
    });
    expect(edges(oneEdgePerPair([edge('a', 'b', true), edge('a', 'b', false), edge('a', 'a', false)]))).toEqual(['a ← b TARGET']);
  });
});

describe('circles', () => {
  const edge = (pair: string) => ({ of: pair[0] ?? '', on: pair[1] ?? '' });
  const cases: Array<[pairs: string[], circles: string[][]]> = [
    [[], []],
    [['ab', 'bc', 'ac'], []],
    [['ab', 'ba'], [['a', 'b']]],
    [['ab', 'bc', 'ca', 'cd'], [['a', 'b', 'c']]],
    [
      ['yx', 'xy', 'ab', 'ba', 'bx'],
      [
        ['a', 'b'],
        ['x', 'y'],
      ],
    ],
  ];
  it.each(cases)('among %j are %j', (pairs, circles) => {
    expect(cyclesOf(pairs.map(edge))).toEqual(circles);
  });

  it('hold the edges between their own duties, not those that lead in or out', () => {
    const circles = [['a', 'b']];
    expect([edge('ab'), edge('bc'), edge('ca')].map((one) => withinCycle(one, circles))).toEqual([true, false, false]);
  });
});

describe('a service is due before a connection it needs', () => {
  const cases: Array<[service: CalendarDate | null, demands: Array<CalendarDate | null>, before: boolean]> = [
    [march, [june], true],
    [march, [march], false],
    [june, [march], false],
    [march, [december, march], false],
    [march, [null], false],
    [march, [], false],
    [null, [june], false],
    [march, [null, june], true],
  ];
  it.each(cases)('due %s, wanted by %j: %s', (service, demands, before) => {
    expect(dueBeforeConnection(service, demands)).toBe(before);
  });
});
