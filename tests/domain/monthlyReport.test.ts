import { day } from '../../domain/calendar';
import { firstDayOfPeriod, monthlyReportState, reportDaysLate, monthlyDueOn } from '../../domain/monthlyReport';

describe('the last day for a monthly report', () => {
  const monthly = { every: 'MONTH', beforeDay: null, onDay: null };
  it.each([
    ['before day 22 is day 21', { ...monthly, beforeDay: 22 }, '2022-03', '2022-03-21'],
    ['before day 1 is the last day of the month before', { ...monthly, beforeDay: 1 }, '2022-03', '2022-02-28'],
    ['before day 31 is the last day of a shorter month', { ...monthly, beforeDay: 31 }, '2022-02', '2022-02-28'],
    ['on day 18 is that day', { ...monthly, onDay: 18 }, '2022-03', '2022-03-18'],
    ['on day 31 is the last day of a shorter month', { ...monthly, onDay: 31 }, '2022-04', '2022-04-30'],
    ['is not said where the text names no day', monthly, '2022-03', null],
    ['is none for a duty of every quarter', { every: 'QUARTER', beforeDay: 22, onDay: null }, '2022-03', null],
    ['is none for a duty that does not come back', null, '2022-03', null],
  ] as const)('%s', (_, recurrence, period, dueOn) => {
    expect(monthlyDueOn(recurrence, day(`${period}-01`))).toBe(dueOn);
  });
});

describe('a month', () => {
  it.each([
    ['2022-03', '2022-03-01'],
    ['2022-13', null],
    ['2022-3', null],
    ['2022-03-01', null],
    ['', null],
  ] as const)('written %s begins on %s', (text, first) => {
    expect(firstDayOfPeriod(text)).toBe(first);
  });
});

describe('a monthly report due on 2022-03-21', () => {
  it.each([
    ['filed before', '2022-03-20', '2022-04-30', 'IN_TIME', null],
    ['filed on the day', '2022-03-21', '2022-04-30', 'IN_TIME', null],
    ['filed two days later', '2022-03-23', '2022-04-30', 'LATE', 2],
    ['filed later, asked before it was', '2022-03-23', '2022-03-22', 'MISSING', 1],
    ['filed early, asked before it was', '2022-03-20', '2022-03-19', 'NOT_YET_DUE', null],
    ['not filed, on the day', null, '2022-03-21', 'NOT_YET_DUE', null],
    ['not filed, the day after', null, '2022-03-22', 'MISSING', 1],
  ] as const)('%s', (_, filed, asOf, state, late) => {
    const filedOn = filed === null ? null : day(filed);
    expect(monthlyReportState(day('2022-03-21'), filedOn, day(asOf))).toBe(state);
    expect(reportDaysLate(day('2022-03-21'), filedOn, day(asOf))).toBe(late);
  });
});
