import { day, type CalendarDate } from '../../domain/calendar';
import { lateConnections, postponed, slips } from '../../domain/delay';

describe('a last day postponed by months', () => {
  const cases: Array<[from: string, months: number, precision: string, to: string]> = [
    ['2022-03-31', 6, 'MONTH', '2022-09-30'],
    ['2022-06-30', 6, 'MONTH', '2022-12-31'],
    ['2022-02-28', 1, 'MONTH', '2022-03-31'],
    ['2022-12-31', 2, 'YEAR', '2023-02-28'],
    ['2022-06-30', 6, 'DAY', '2022-12-30'],
    ['2025-07-01', 1, 'DAY', '2025-08-01'],
    ['2022-08-31', 1, 'DAY', '2022-09-30'],
  ];
  it.each(cases)('%s and %i months, stated as %s, is %s', (from, months, precision, to) => {
    expect(postponed(day(from), months, precision)).toBe(to);
  });
});

describe('what slips when a duty does', () => {
  const start = { key: 's', planned: day('2022-03-31'), now: day('2022-09-30') };
  /** 'xs' reads: x needs s. */
  const run = (pairs: string[], due: Record<string, string>, from: typeof start | { key: string; planned: null; now: null } = start) =>
    slips(
      from,
      pairs.map((pair) => ({ of: pair[0] ?? '', on: pair[1] ?? '' })),
      (key): CalendarDate | null => (due[key] === undefined ? null : day(due[key])),
    ).map(({ key, slipsTo, days, slack, pushedBy }) => [key, slipsTo, days, slack, pushedBy]);

  it('a duty due later than what it needs slips only by what exceeds its own time', () => {
    expect(run(['xs'], { x: '2022-05-31' })).toEqual([['x', '2022-09-30', 122, -122, 's']]);
  });

  it('a duty with time enough does not slip, and passes nothing on', () => {
    expect(run(['xs', 'yx'], { x: '2022-12-31', y: '2022-12-31' })).toEqual([['x', '2022-12-31', 0, 92, 's']]);
  });

  it('a duty that the plan already orders before what it needs slips by the whole delay', () => {
    expect(run(['xs'], { x: '2022-01-31' })).toEqual([['x', '2022-09-30', 183, -242, 's']]);
  });

  it('a duty without a last day passes the delay on', () => {
    expect(run(['xs', 'yx'], { y: '2022-06-30' })).toEqual([
      ['x', '2022-09-30', 183, null, 's'],
      ['y', '2022-09-30', 92, -92, 'x'],
    ]);
  });

  it('of several needed duties the one that ends last pushes, however the edges are given', () => {
    const due = { x: '2022-10-31', y: '2022-04-30', z: '2022-04-30' };
    const expected = [
      ['y', '2022-09-30', 153, -153, 's'],
      ['z', '2022-09-30', 153, -153, 'y'],
    ];
    for (const pairs of [
      ['xs', 'ys', 'zx', 'zy'],
      ['zy', 'zx', 'ys', 'xs'],
    ]) {
      const found = run(pairs, due);
      expect(found.filter(([key]) => key !== 'x')).toEqual(expected);
      expect(found.find(([key]) => key === 'x')).toEqual(['x', '2022-10-31', 0, 31, 's']);
    }
  });

  it('without a day to count from everything that waits is told, with no number', () => {
    expect(run(['xs', 'yx'], { x: '2022-05-31' }, { key: 's', planned: null, now: null })).toEqual([
      ['x', null, null, null, 's'],
      ['y', null, null, null, 'x'],
    ]);
  });

  it('nothing needs it: nothing slips', () => {
    expect(run(['sx'], { x: '2022-05-31' })).toEqual([]);
  });
});

describe('connections of late duties', () => {
  const named: Record<string, string[]> = { s: ['a~b'], plan: ['a~b', 'a~c'], rule: [], link: ['d~e'] };
  const of = (key: string) => named[key] ?? [];

  it('a lower plan is late only with the connection that it shares', () => {
    expect(lateConnections('s', [{ key: 'plan', pushedBy: 's' }], of).get('plan')).toEqual(['a~b']);
  });

  it('what a late rule pushes is late with all its connections', () => {
    expect(lateConnections('rule', [{ key: 'link', pushedBy: 'rule' }], of).get('link')).toEqual(['d~e']);
  });
});
