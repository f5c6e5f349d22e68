import { day } from '../../domain/calendar';
import { forceOn, type ForceTerm } from '../../domain/force';

function aTerm(state: ForceTerm['state'], from: string | null, until: string | null = null): ForceTerm {
  return { state, from: from === null ? null : day(from), until: until === null ? null : day(until) };
}

describe('Decree 47/2020, narrowed by Decree 194/2025 and ended by Decree 278/2025', () => {
  const terms = [
    aTerm('IN_FORCE', '2020-05-25', '2025-08-19'),
    aTerm('PARTLY_IN_FORCE', '2025-08-19', '2025-10-22'),
    aTerm('EXPIRED', '2025-10-22'),
  ];

  it.each([
    ['2020-04-08', 'NOT_YET', 'the day before its issue'],
    ['2020-04-09', 'NOT_YET', 'issued, not yet effective'],
    ['2020-05-24', 'NOT_YET', 'the day before it takes effect'],
    ['2020-05-25', 'IN_FORCE', 'the day it takes effect'],
    ['2025-08-18', 'IN_FORCE', 'the last day in full'],
    ['2025-08-19', 'PARTLY_IN_FORCE', 'the first day in part'],
    ['2025-10-21', 'PARTLY_IN_FORCE', 'the last day in part'],
    ['2025-10-22', 'EXPIRED', 'the first day without it'],
    ['2026-11-20', 'EXPIRED', 'and ever after'],
  ])('on %s is %s: %s', (on, force) => {
    expect(forceOn(day('2020-04-09'), terms, day(on))).toBe(force);
  });
});

describe('legal force', () => {
  it('is unknown where no source speaks', () => {
    expect(forceOn(day('2022-01-06'), [], day('2022-01-06'))).toBe('UNKNOWN');
    expect(forceOn(null, [], day('2022-01-06'))).toBe('UNKNOWN');
  });

  it('has not begun before the issue, even where no source speaks of its terms', () => {
    expect(forceOn(day('2022-01-06'), [], day('2022-01-05'))).toBe('NOT_YET');
  });

  it('is unknown after the last known term ends', () => {
    expect(forceOn(day('2022-01-06'), [aTerm('IN_FORCE', '2022-01-06', '2023-01-01')], day('2023-01-01'))).toBe('UNKNOWN');
  });

  it('is unknown, not "not yet", between two known terms', () => {
    const terms = [aTerm('IN_FORCE', '2020-01-01', '2021-01-01'), aTerm('EXPIRED', '2023-01-01')];
    expect(forceOn(null, terms, day('2022-01-01'))).toBe('UNKNOWN');
    expect(forceOn(null, terms, day('2019-12-31'))).toBe('NOT_YET');
  });

  it('with an unknown beginning reaches back as far as is asked', () => {
    expect(forceOn(null, [aTerm('IN_FORCE', null, '2024-01-01')], day('1990-01-01'))).toBe('IN_FORCE');
  });

  it('follows the later of two terms that overlap', () => {
    expect(forceOn(null, [aTerm('IN_FORCE', '2020-01-01'), aTerm('EXPIRED', '2025-01-01')], day('2025-01-01'))).toBe('EXPIRED');
  });
});
