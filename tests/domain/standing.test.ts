import { day } from '../../domain/calendar';
import { daysLateOn, dueInForce, standingOn, type DutyFacts } from '../../domain/standing';

interface Facts {
  dueOn?: string;
  triggered?: boolean;
  triggerOn?: string;
  extendedTo?: string;
  completedOn?: string;
}

function aDuty({ dueOn, triggered, triggerOn, extendedTo, completedOn }: Facts): DutyFacts {
  const known = (text: string | undefined) => (text === undefined ? null : day(text));
  return {
    dueOn: known(dueOn),
    triggered: triggered ?? triggerOn !== undefined,
    triggerOn: known(triggerOn),
    extendedTo: known(extendedTo),
    completedOn: known(completedOn),
  };
}

const endOfMarch = { dueOn: '2022-03-31' };
const doneOnTheLastDay = { ...endOfMarch, completedOn: '2022-03-31' };
const doneADayLate = { ...endOfMarch, completedOn: '2022-04-01' };
const extended = { ...endOfMarch, extendedTo: '2022-06-30' };
const afterTheDecree = { triggerOn: '2023-04-17' };

describe('where a duty stands', () => {
  it.each([
    ['open long before its last day', endOfMarch, '2022-01-06', 'OPEN_IN_TERM'],
    ['open on its last day', endOfMarch, '2022-03-31', 'OPEN_IN_TERM'],
    ['open on the day after', endOfMarch, '2022-04-01', 'OPEN_OVERDUE'],
    ['completed on its last day', doneOnTheLastDay, '2022-03-31', 'COMPLETED_ON_TIME'],
    ['completed on its last day, asked years later', doneOnTheLastDay, '2026-11-20', 'COMPLETED_ON_TIME'],
    ['completed on its last day, asked the day before', doneOnTheLastDay, '2022-03-30', 'OPEN_IN_TERM'],
    ['completed a day late', doneADayLate, '2022-04-01', 'COMPLETED_LATE'],
    [
      'completed late, asked while it was still open and in term',
      { ...endOfMarch, completedOn: '2022-06-01' },
      '2022-03-31',
      'OPEN_IN_TERM',
    ],
    ['completed late, asked while it was still open', { ...endOfMarch, completedOn: '2022-06-01' }, '2022-05-31', 'OPEN_OVERDUE'],
    ['without a day', {}, '2026-11-20', 'OPEN_UNDATED'],
    ['without a day, completed', { completedOn: '2022-06-01' }, '2022-06-01', 'COMPLETED_UNDATED'],
    ['without a day, to be completed tomorrow', { completedOn: '2022-06-01' }, '2022-05-31', 'OPEN_UNDATED'],
    ['waiting for an event that is not known', { triggered: true }, '2026-11-20', 'AWAITING_TRIGGER'],
    ['the day before the event it waits for', afterTheDecree, '2023-04-16', 'AWAITING_TRIGGER'],
    ['on the day of the event', afterTheDecree, '2023-04-17', 'OPEN_IN_TERM'],
    ['the day after the event', afterTheDecree, '2023-04-18', 'OPEN_OVERDUE'],
    ['completed while waiting for the event', { triggered: true, completedOn: '2023-01-01' }, '2023-01-02', 'COMPLETED_UNDATED'],
    ['completed before the event, asked before it', { ...afterTheDecree, completedOn: '2023-01-01' }, '2023-04-16', 'COMPLETED_UNDATED'],
    ['completed before the event, asked on it', { ...afterTheDecree, completedOn: '2023-01-01' }, '2023-04-17', 'COMPLETED_ON_TIME'],
    ['extended, on the new last day', extended, '2022-06-30', 'OPEN_IN_TERM'],
    ['extended, on the day after the new last day', extended, '2022-07-01', 'OPEN_OVERDUE'],
    ['extended, completed between the two last days', { ...extended, completedOn: '2022-05-01' }, '2022-05-01', 'COMPLETED_ON_TIME'],
    ['extended, completed after both', { ...extended, completedOn: '2022-07-01' }, '2022-07-01', 'COMPLETED_LATE'],
    ['without a day, given one by an extension', { extendedTo: '2022-06-30' }, '2022-07-01', 'OPEN_OVERDUE'],
    [
      'given a day by an extension while waiting for the event',
      { triggered: true, extendedTo: '2022-06-30' },
      '2022-06-30',
      'OPEN_IN_TERM',
    ],
    ['completed after the event', { ...afterTheDecree, completedOn: '2023-05-01' }, '2023-05-01', 'COMPLETED_LATE'],
  ] as const)('%s', (_, facts, asOf, standing) => {
    expect(standingOn(aDuty(facts), day(asOf))).toBe(standing);
  });
});

describe('the last day in force', () => {
  it.each([
    ['the document names it', endOfMarch, '2022-01-01', '2022-03-31'],
    ['the document names it, whatever the event', { ...endOfMarch, triggerOn: '2023-04-17' }, '2024-01-01', '2022-03-31'],
    ['the event has not come yet', afterTheDecree, '2023-04-16', null],
    ['the event has come', afterTheDecree, '2023-04-17', '2023-04-17'],
    ['there is none', {}, '2023-04-17', null],
    ['it was extended', extended, '2022-05-01', '2022-06-30'],
    ['it was extended, whatever the event', { ...afterTheDecree, extendedTo: '2023-12-31' }, '2023-04-17', '2023-12-31'],
  ] as const)('%s', (_, facts, asOf, dueOn) => {
    expect(dueInForce(aDuty(facts), day(asOf))).toBe(dueOn);
  });
});

describe('days late', () => {
  it.each([
    ['none on the last day', endOfMarch, '2022-03-31', null],
    ['one on the next', endOfMarch, '2022-04-01', 1],
    ['a year while open', endOfMarch, '2023-03-31', 365],
    ['they stop with completion', doneADayLate, '2026-11-20', 1],
    ['they count to the day asked about while completion lies ahead', { ...endOfMarch, completedOn: '2022-06-01' }, '2022-04-10', 10],
    ['from the new last day of an extension', extended, '2022-07-10', 10],
    ['none when completed on time', doneOnTheLastDay, '2026-11-20', null],
    ['none without a last day', {}, '2026-11-20', null],
    ['none while waiting for the event', afterTheDecree, '2023-04-16', null],
    ['from the day of the event', afterTheDecree, '2023-04-27', 10],
  ] as const)('%s', (_, facts, asOf, late) => {
    expect(daysLateOn(aDuty(facts), day(asOf))).toBe(late);
  });
});
