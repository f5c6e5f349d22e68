import { day, type CalendarDate } from '../../domain/calendar';
import { explain, type Names } from '../../domain/explanation';
import { Organisation, type MemberRule, type OrganisedAgency, type SuccessionEvent } from '../../domain/organisation';
import { bearersOn, responsibilities } from '../../domain/succession';
import type { AgencyKind } from '../../domain/vocabulary';

function anAgency(
  id: string,
  given: { until?: string; from?: string; kind?: AgencyKind; members?: Array<Partial<MemberRule>>; parent?: string } = {},
): OrganisedAgency {
  const always = { from: null, until: null };
  return {
    id,
    level: 'CENTRAL',
    existence: { from: given.from === undefined ? null : day(given.from), until: given.until === undefined ? null : day(given.until) },
    kinds: [{ ...always, kind: given.kind ?? 'MINISTRY' }],
    parents: given.parent === undefined ? [] : [{ ...always, agency: given.parent }],
    members: (given.members ?? []).map((rule) => ({ ...always, agency: null, kinds: [], level: null, within: null, ...rule })),
  };
}

function aSuccession(from: string, to: string | null, on: string, given: Partial<SuccessionEvent> = {}): SuccessionEvent {
  return {
    id: `${from}>${to ?? 'none'}@${on}`,
    from,
    to,
    candidates: [],
    kind: 'MERGED',
    scope: [],
    effectiveFrom: day(on),
    disputed: false,
    ...given,
  };
}

const transfer = { kind: 'FUNCTION_TRANSFERRED' } as const;

function answering(organisation: Organisation, origin: string, databases: string[], on: string): Array<[string | null, string[]]> {
  return bearersOn(organisation, origin, databases, day(on)).map((part) => [part.agency, [...part.scope]]);
}

describe('who answers on a day', () => {
  const transport = new Organisation(
    [anAgency('transport', { until: '2025-03-01' }), anAgency('police'), anAgency('construction')],
    [
      aSuccession('transport', 'construction', '2025-03-01'),
      aSuccession('transport', 'police', '2025-03-01', { ...transfer, scope: ['licences'] }),
      aSuccession('transport', 'construction', '2025-03-01', { ...transfer, scope: ['inspection'], id: 'inspection' }),
    ],
  );

  const cases: Array<[databases: string[], on: string, parts: Array<[string | null, string[]]>]> = [
    [['inspection', 'licences'], '2025-02-28', [['transport', []]]],
    [
      ['inspection', 'licences'],
      '2025-03-01',
      [
        ['police', ['licences']],
        ['construction', ['inspection']],
      ],
    ],
    [['licences'], '2025-03-01', [['police', []]]],
    [
      ['licences', 'roads'],
      '2025-03-01',
      [
        ['police', ['licences']],
        ['construction', ['roads']],
      ],
    ],
    [[], '2025-03-01', [['construction', []]]],
  ];
  it.each(cases)('a duty on %j passes by function first, agency second, on %s', (databases, on, parts) => {
    expect(answering(transport, 'transport', databases, on)).toEqual(parts);
  });

  it('a chain may return to a body of the name it began with', () => {
    const insurance = new Organisation(
      [
        anAgency('province', { until: '2025-04-01' }),
        anAgency('region', { from: '2025-04-01', until: '2025-07-01' }),
        anAgency('new province', { from: '2025-07-01' }),
      ],
      [aSuccession('province', 'region', '2025-04-01'), aSuccession('region', 'new province', '2025-07-01', { kind: 'RENAMED' })],
    );
    const on = (text: string) => answering(insurance, 'province', [], text).map(([agency]) => agency);
    expect(['2025-02-15', '2025-04-15', '2025-08-15'].map(on)).toEqual([['province'], ['region'], ['new province']]);
  });

  it('a chain whose last body is its first ends, and does not go round', () => {
    const circle = new Organisation(
      [anAgency('a'), anAgency('b')],
      [aSuccession('a', 'b', '2025-03-01'), aSuccession('b', 'a', '2025-07-01')],
    );
    expect(answering(circle, 'a', [], '2025-08-01')).toEqual([['a', []]]);
  });

  it('a split passes the duty to every result', () => {
    const split = new Organisation(
      [anAgency('labour', { until: '2025-03-01' }), anAgency('interior'), anAgency('health')],
      [
        aSuccession('labour', 'interior', '2025-03-01', { kind: 'SPLIT' }),
        aSuccession('labour', 'health', '2025-03-01', { kind: 'SPLIT' }),
      ],
    );
    expect(answering(split, 'labour', [], '2025-03-01').map(([agency]) => agency)).toEqual(['interior', 'health']);
  });

  it('a body dissolved without successor leaves candidates, followed to the day', () => {
    const district = new Organisation(
      [
        anAgency('district', { until: '2025-03-01' }),
        anAgency('old province', { until: '2025-07-01' }),
        anAgency('province', { from: '2025-07-01' }),
      ],
      [
        aSuccession('district', null, '2025-03-01', { kind: 'DISSOLVED', candidates: ['old province'] }),
        aSuccession('old province', 'province', '2025-07-01'),
      ],
    );
    expect(bearersOn(district, 'district', [], day('2025-03-01'))).toMatchObject([{ agency: null, candidates: ['old province'] }]);
    expect(bearersOn(district, 'district', [], day('2025-08-01'))).toMatchObject([{ agency: null, candidates: ['province'] }]);
  });

  it('a body that ended with no record of who followed is unresolved, not guessed', () => {
    const lost = new Organisation([anAgency('lost', { until: '2025-03-01' })], []);
    expect(bearersOn(lost, 'lost', [], day('2025-03-01'))).toMatchObject([{ agency: null, candidates: [] }]);
  });

  it('a disputed passing keeps both readings between its two days, and one after the later', () => {
    const records = new Organisation(
      [anAgency('justice'), anAgency('police')],
      [
        aSuccession('justice', 'police', '2025-03-01', { ...transfer, scope: ['records'], disputed: true }),
        aSuccession('justice', 'police', '2026-07-01', { ...transfer, scope: ['records'], disputed: true }),
      ],
    );
    const on = (text: string) =>
      bearersOn(records, 'justice', ['records', 'notaries'], day(text)).map((part) => [part.agency, part.scope, part.disputed]);
    expect(on('2025-02-28')).toEqual([['justice', [], false]]);
    expect(on('2025-03-01')).toEqual([
      ['justice', ['records'], true],
      ['police', ['records'], true],
      ['justice', ['notaries'], false],
    ]);
    expect(on('2026-07-01')).toEqual([
      ['police', ['records'], false],
      ['justice', ['notaries'], false],
    ]);
  });

  it('a collective answers through its members of the day, and as itself where the text lists none', () => {
    const state = new Organisation(
      [
        anAgency('all ministries', { kind: 'COLLECTIVE', members: [{ kinds: ['MINISTRY'] }] }),
        anAgency('others concerned', { kind: 'COLLECTIVE' }),
        anAgency('transport', { until: '2025-03-01' }),
        anAgency('construction'),
        anAgency('agriculture and environment', { from: '2025-03-01' }),
      ],
      [],
    );
    const members = (on: string) => answering(state, 'all ministries', [], on).map(([agency]) => agency);
    expect(members('2025-02-28')).toEqual(['transport', 'construction']);
    expect(members('2025-03-01')).toEqual(['construction', 'agriculture and environment']);
    expect(answering(state, 'others concerned', [], '2025-03-01')).toEqual([['others concerned', []]]);
  });

  it('a rule of place admits what stands inside at any depth', () => {
    const province = new Organisation(
      [
        anAgency('departments', { kind: 'COLLECTIVE', members: [{ kinds: ['DEPARTMENT'], within: 'province' }] }),
        anAgency('committee', { parent: 'province' }),
        anAgency('department', { kind: 'DEPARTMENT', parent: 'committee' }),
      ],
      [],
    );
    expect(answering(province, 'departments', [], '2022-01-01')).toEqual([['department', []]]);
  });

  it('terms of responsibility are half-open and cover all time', () => {
    const terms = responsibilities(transport, 'transport', ['inspection', 'licences'], transport.changeDays());
    const covering = (on: CalendarDate) =>
      terms
        .filter((term) => (term.from === null || term.from <= on) && (term.until === null || on < term.until))
        .map((term) => term.agency);
    expect(covering(day('1990-01-01'))).toEqual(['transport']);
    expect(covering(day('2025-02-28'))).toEqual(['transport']);
    expect(covering(day('2025-03-01'))).toEqual(['police', 'construction']);
    expect(covering(day('2099-01-01'))).toEqual(['police', 'construction']);
  });

  it('the explanation names the body, the day, the scope and the legal basis in both languages', () => {
    const names: Names = {
      agency: (id) => ({ vi: `Bộ ${id}`, en: `Ministry ${id}` }),
      database: (id) => ({ vi: `CSDL ${id}`, en: `database ${id}` }),
      succession: () => ({
        from: 'transport',
        to: 'police',
        kind: 'FUNCTION_TRANSFERRED',
        scope: ['licences'],
        effectiveFrom: day('2025-03-01'),
        confidence: 'PRESS',
        legalBasis: [{ vi: 'Nghị định số 02/2025/NĐ-CP', en: 'Decree 02/2025/NĐ-CP' }],
      }),
    };
    const [part] = bearersOn(transport, 'transport', ['licences', 'inspection'], day('2025-03-01'));
    if (part === undefined) throw new Error('somebody answers');
    expect(explain('transport', part, names)).toEqual({
      vi: 'Văn bản giao cho Bộ transport. Từ 01/03/2025 Bộ transport chuyển chức năng sang Bộ police đối với CSDL licences (căn cứ Nghị định số 02/2025/NĐ-CP; theo báo chí). Bộ police chịu trách nhiệm về CSDL licences.',
      en: 'The document names Ministry transport. From 2025-03-01 Ministry transport passed the function to Ministry police for database licences (legal basis: Decree 02/2025/NĐ-CP; according to the press). Ministry police answers for it for database licences.',
    });
  });
});
