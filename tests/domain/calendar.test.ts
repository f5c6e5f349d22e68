import { addDays, addMonths, covers, day, daysBetween, lastDayOfMonth, parseDay } from '../../domain/calendar';

describe('a calendar day', () => {
  it.each(['2022-01-06', '2022-02-28', '2024-02-29', '2000-02-29', '2026-12-31'])('%s is one', (text) => {
    expect(parseDay(text)).toBe(text);
  });

  it.each([
    ['2022-02-30', 'February has no 30th'],
    ['2022-02-29', '2022 is no leap year'],
    ['2100-02-29', 'a century is no leap year'],
    ['2022-04-31', 'April has thirty days'],
    ['2022-13-01', 'there are twelve months'],
    ['2022-00-10', 'months begin at 01'],
    ['2022-01-00', 'days begin at 01'],
    ['22-1-1', 'the year has four digits'],
    ['06/01/2022', 'the year stands first'],
    ['2022-01-06T00:00', 'a day has no hour'],
    [' 2022-01-06', 'nothing stands around it'],
    ['', 'nothing is no day'],
  ])('%s is none: %s', (text) => {
    expect(parseDay(text)).toBeNull();
  });

  it('that does not exist is refused by name', () => {
    expect(() => day('2022-02-30')).toThrow('not a calendar day: 2022-02-30; expected YYYY-MM-DD');
  });
});

describe('a month', () => {
  it.each([
    [2022, 1, '2022-01-31'],
    [2022, 2, '2022-02-28'],
    [2024, 2, '2024-02-29'],
    [2100, 2, '2100-02-28'],
    [2022, 3, '2022-03-31'],
    [2023, 6, '2023-06-30'],
    [2022, 12, '2022-12-31'],
  ])('of %i-%i ends on %s', (year, month, last) => {
    expect(lastDayOfMonth(year, month)).toBe(last);
  });

  it.each([
    ['2022-01-31', 1, '2022-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2022-03-31', 6, '2022-09-30'],
    ['2022-03-31', -1, '2022-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2022-11-15', 3, '2023-02-15'],
    ['2022-05-31', 0, '2022-05-31'],
  ])('%s and %i months make %s: a missing day rounds down', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to);
  });
});

describe('days are counted', () => {
  it.each([
    ['2022-03-31', 1, '2022-04-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2022-02-28', 1, '2022-03-01'],
    ['2023-01-01', -1, '2022-12-31'],
    ['2026-11-20', 30, '2026-12-20'],
  ])('from %s %i days lead to %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
  });

  it.each([
    ['2022-03-31', '2022-03-31', 0],
    ['2022-03-31', '2022-04-01', 1],
    ['2022-04-01', '2022-03-31', -1],
    ['2022-01-01', '2023-01-01', 365],
    ['2024-01-01', '2025-01-01', 366],
  ])('from %s to %s there are %i', (from, to, days) => {
    expect(daysBetween(day(from), day(to))).toBe(days);
  });
});

describe('a half-open term', () => {
  const from = day('2025-03-01');
  const until = day('2025-07-01');

  it.each([
    ['2025-02-28', false, 'before it begins'],
    ['2025-03-01', true, 'on its first day'],
    ['2025-06-30', true, 'on its last day'],
    ['2025-07-01', false, 'on the day it is until'],
  ])('on %s covers: %s (%s)', (on, covered) => {
    expect(covers(from, until, day(on))).toBe(covered);
  });

  it('without a beginning covers every earlier day, without an end every later one', () => {
    expect(covers(null, until, day('1945-09-02'))).toBe(true);
    expect(covers(from, null, day('2099-12-31'))).toBe(true);
    expect(covers(null, null, day('2022-01-06'))).toBe(true);
    expect(covers(null, until, until)).toBe(false);
  });
});
