import { day } from '../../domain/calendar';
import { coverageOf, shiftOf } from '../../domain/coverage';

describe('the shift of a last day from plan to plan', () => {
  it.each([
    ['2022-03-31', '2022-03-31', 'SAME', 0],
    ['2022-03-31', '2022-04-30', 'LATER', 30],
    ['2022-03-31', '2022-03-01', 'EARLIER', -30],
    ['2022-03-31', null, 'DROPPED', null],
    [null, '2022-03-31', 'ADDED', null],
    [null, null, 'SAME', null],
  ])('%s → %s is %s', (parent, child, shift, days) => {
    const on = (text: string | null) => (text === null ? null : day(text));
    expect(shiftOf(on(parent), on(child))).toEqual({ shift, days });
  });
});

describe('what a plan carries over', () => {
  const duty = (id: string, dueOn: string | null = null) => ({ id, dueOn: dueOn === null ? null : day(dueOn) });

  it('pairs by what carries out what, and tells what is missing and added', () => {
    const { carried, missing, added } = coverageOf(
      [duty('p1', '2022-03-31'), duty('p2'), duty('p3')],
      [duty('c1', '2022-04-30'), duty('c2'), duty('c3')],
      [
        { child: 'c1', parent: 'p1' },
        { child: 'c2', parent: 'p1' },
        { child: 'c2', parent: 'p2' },
        { child: 'c3', parent: 'of another plan' },
      ],
    );
    expect(carried.map((pair) => [pair.parent.id, pair.child.id, pair.shift, pair.days])).toEqual([
      ['p1', 'c1', 'LATER', 30],
      ['p1', 'c2', 'DROPPED', null],
      ['p2', 'c2', 'SAME', null],
    ]);
    expect([missing.map(({ id }) => id), added.map(({ id }) => id)]).toEqual([['p3'], ['c3']]);
  });
});
