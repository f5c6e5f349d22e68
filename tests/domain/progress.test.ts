import { addDays, day, type CalendarDate } from '../../domain/calendar';
import {
  dutyProgressOn,
  noProgress,
  partProgressOn,
  partsOn,
  progressIntervals,
  progressStatuses,
  transitions,
  type LeadTerm,
  type ProgressEvent,
} from '../../domain/progress';

interface Given {
  kind?: ProgressEvent['kind'];
  on: string;
  recordedOn?: string;
  status?: ProgressEvent['status'];
  about?: number;
  newDueOn?: string;
  parts?: string[];
}

/** A log in the order in which it was recorded; events are named by their number. */
function aLog(...given: Given[]): ProgressEvent[] {
  return given.map(({ kind, on, recordedOn, status, about, newDueOn, parts }, index) => ({
    id: String(index + 1),
    number: index + 1,
    kind: kind ?? 'PROGRESS_REPORTED',
    effectiveOn: day(on),
    recordedOn: day(recordedOn ?? on),
    status: status ?? null,
    aboutId: about === undefined ? null : String(about),
    newDueOn: newDueOn === undefined ? null : day(newDueOn),
    parts: parts ?? [''],
  }));
}
const begun = (on: string): Given => ({ on, status: 'IN_PROGRESS' });
const done = (on: string, parts?: string[]): Given => ({ on, status: 'COMPLETED', parts });
const stopped = (on: string): Given => ({ on, status: 'SUSPENDED' });
const verified = (about: number, on: string): Given => ({ kind: 'REPORT_VERIFIED', about, on });
const rejected = (about: number, on: string): Given => ({ kind: 'REPORT_REJECTED', about, on });
const granted = (newDueOn: string, on: string): Given => ({ kind: 'EXTENSION_GRANTED', newDueOn, on });

function aLead({ agency, member, from, until }: { agency?: string | null; member?: boolean; from?: string; until?: string }): LeadTerm {
  return {
    agencyId: agency === undefined ? 'a' : agency,
    asMember: member ?? false,
    from: from === undefined ? null : day(from),
    until: until === undefined ? null : day(until),
  };
}
const oneLead = [aLead({})];
const twoMembers = [aLead({ agency: 'a', member: true }), aLead({ agency: 'b', member: true })];

describe('what may be reported', () => {
  it('after a completed duty is nothing, after a suspended one only that it goes on', () => {
    expect(transitions.COMPLETED).toEqual([]);
    expect(transitions.SUSPENDED).toEqual(['IN_PROGRESS']);
  });

  it('is never that a duty has not begun', () => {
    for (const from of progressStatuses) expect(transitions[from]).not.toContain('NOT_STARTED');
  });
});

describe('reported, verified, completed and verified on a day', () => {
  const claimed = [begun('2022-02-01'), done('2022-03-20')];
  const confirmed = [...claimed, verified(2, '2022-03-25')];
  const refused = [...claimed, rejected(2, '2022-03-25')];
  const again = [...refused, done('2022-04-10'), verified(4, '2022-04-12')];
  const lateInTheLog = [done('2022-03-20'), begun('2022-02-01')];
  it.each([
    ['nothing before the first report', claimed, '2022-01-31', 'NOT_STARTED', 'NOT_STARTED', null, null],
    ['begun from the day of the report', claimed, '2022-02-01', 'IN_PROGRESS', 'NOT_STARTED', null, null],
    ['still begun the day before the claim', claimed, '2022-03-19', 'IN_PROGRESS', 'NOT_STARTED', null, null],
    ['done from the day of the claim, not verified', claimed, '2022-03-20', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    ['done and verified from the day of the verification', confirmed, '2022-03-25', 'COMPLETED', 'COMPLETED', '2022-03-20', '2022-03-25'],
    ['done but not verified the day before', confirmed, '2022-03-24', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    ['done until the claim is rejected', refused, '2022-03-24', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    ['begun again from the day of the rejection', refused, '2022-03-25', 'IN_PROGRESS', 'NOT_STARTED', null, null],
    ['done by a second claim', again, '2022-04-10', 'COMPLETED', 'NOT_STARTED', '2022-04-10', null],
    ['done and verified by a second claim', again, '2022-04-12', 'COMPLETED', 'COMPLETED', '2022-04-10', '2022-04-12'],
    ['in the order of the days, not of the log', lateInTheLog, '2022-03-01', 'IN_PROGRESS', 'NOT_STARTED', null, null],
    ['in the order of the days to the end', lateInTheLog, '2022-04-01', 'COMPLETED', 'NOT_STARTED', '2022-03-20', null],
    [
      'in the order of the log within a day',
      [begun('2022-02-01'), stopped('2022-02-01')],
      '2022-02-01',
      'SUSPENDED',
      'NOT_STARTED',
      null,
      null,
    ],
    [
      'a verified beginning, and a claim nobody verified',
      [begun('2022-02-01'), verified(1, '2022-02-02'), done('2022-03-01')],
      '2022-03-01',
      'COMPLETED',
      'IN_PROGRESS',
      '2022-03-01',
      null,
    ],
  ] as const)('%s', (_, log, asOf, reported, verifiedStatus, completedOn, verifiedOn) => {
    expect(dutyProgressOn(aLog(...log), oneLead, day(asOf))).toEqual({
      reported,
      verified: verifiedStatus,
      completedOn,
      verifiedOn,
      extendedTo: null,
    });
  });
});

describe('what was known', () => {
  const log = aLog(
    { ...begun('2022-02-01') },
    { ...done('2022-03-20'), recordedOn: '2022-05-02' },
    { ...rejected(2, '2022-04-01'), recordedOn: '2022-05-04' },
  );
  it.each([
    ['on the day of the claim itself, of which nobody had heard', '2022-03-20', '2022-03-20', 'IN_PROGRESS'],
    ['once the claim was recorded, about the day it is for', '2022-03-20', '2022-05-02', 'COMPLETED'],
    ['before the rejection was recorded, about a day after it', '2022-04-01', '2022-05-03', 'COMPLETED'],
    ['after the rejection was recorded, about a day before it holds', '2022-03-31', '2022-05-04', 'COMPLETED'],
    ['after the rejection was recorded, about the day it holds for', '2022-04-01', '2022-05-04', 'IN_PROGRESS'],
    ['before anything was recorded', '2022-04-01', '2022-01-31', 'NOT_STARTED'],
  ] as const)('%s', (_, asOf, knownOn, reported) => {
    expect(dutyProgressOn(log, oneLead, day(asOf), day(knownOn)).reported).toBe(reported);
  });
});

describe('an extension', () => {
  const log = aLog(granted('2022-06-30', '2022-03-01'), granted('2022-09-30', '2022-06-01'));
  it.each([
    ['2022-02-28', null],
    ['2022-03-01', '2022-06-30'],
    ['2022-05-31', '2022-06-30'],
    ['2022-06-01', '2022-09-30'],
  ] as const)('holds from the day of the decision: on %s', (asOf, extendedTo) => {
    expect(dutyProgressOn(log, oneLead, day(asOf)).extendedTo).toBe(extendedTo);
  });

  it('that was refused or only requested changes nothing', () => {
    const asked: Given[] = [
      { kind: 'EXTENSION_REQUESTED', on: '2022-03-01', newDueOn: '2022-06-30' },
      { kind: 'EXTENSION_REFUSED', on: '2022-03-02', about: 1 },
    ];
    expect(dutyProgressOn(aLog(...asked), oneLead, day('2022-04-01'))).toEqual(noProgress);
  });
});

describe('the parts of a duty', () => {
  const shared = aLead({ agency: 'c' });
  it.each([
    ['one for leads who are no members', [aLead({}), aLead({ agency: 'b' })], ['']],
    ['one for each member', twoMembers, ['a', 'b']],
    ['one for each member and one for the others', [shared, ...twoMembers], ['', 'a', 'b']],
    ['one where nobody is known to bear it', [aLead({ agency: null, member: true })], ['']],
    ['without a part for an unresolved member', [aLead({ agency: null, member: true }), aLead({ agency: 'b', member: true })], ['b']],
    ['without a member that has left', [aLead({ member: true, until: '2025-03-01' }), aLead({ agency: 'b', member: true })], ['b']],
    ['with a member on its last day', [aLead({ member: true, until: '2025-03-02' })], ['a']],
    ['without a member that is to come', [aLead({ member: true, from: '2025-03-02' }), aLead({ agency: 'b', member: true })], ['b']],
  ])('are %s', (_, leads, parts) => {
    expect(partsOn(leads, day('2025-03-01'))).toEqual(parts);
  });
});

describe('a duty of several members', () => {
  const of = (part: string, report: Given): Given => ({ ...report, parts: [part] });
  it.each([
    ['nobody began', [], 'NOT_STARTED', null],
    ['one began', [of('a', begun('2022-01-10'))], 'IN_PROGRESS', null],
    ['one is done', [of('a', done('2022-01-10'))], 'IN_PROGRESS', null],
    ['one is stopped, one has not begun', [of('a', stopped('2022-01-10'))], 'IN_PROGRESS', null],
    ['all are stopped', [of('a', stopped('2022-01-10')), of('b', stopped('2022-01-11'))], 'SUSPENDED', null],
    ['all are done, with the last of them', [of('b', done('2022-01-20')), of('a', done('2022-01-10'))], 'COMPLETED', '2022-01-20'],
    ['both by one report of their superior', [done('2022-01-15', ['a', 'b'])], 'COMPLETED', '2022-01-15'],
    ['one is done that is no member', [of('c', done('2022-01-10'))], 'NOT_STARTED', null],
  ] as const)('%s', (_, log, reported, completedOn) => {
    expect(dutyProgressOn(aLog(...log), twoMembers, day('2022-02-01'))).toMatchObject({ reported, completedOn });
  });

  it('is verified with the last of them, and each member has its own status', () => {
    const log = aLog(of('a', done('2022-01-10')), of('b', done('2022-01-11')), of('b', verified(2, '2022-01-12')));
    expect(dutyProgressOn(log, twoMembers, day('2022-02-01'))).toMatchObject({ verified: 'IN_PROGRESS', verifiedOn: null });
    expect(partProgressOn(log, 'b', day('2022-02-01'))).toMatchObject({ reported: 'COMPLETED', verified: 'COMPLETED' });
    expect(partProgressOn(log, 'a', day('2022-02-01'))).toMatchObject({ reported: 'COMPLETED', verified: 'NOT_STARTED' });
    const both = [...log, ...aLog(of('a', verified(1, '2022-01-20'))).map((event) => ({ ...event, id: '4', number: 4 }))];
    expect(dutyProgressOn(both, twoMembers, day('2022-02-01'))).toMatchObject({ verified: 'COMPLETED', verifiedOn: '2022-01-20' });
  });

  it('is done when the one that lagged leaves', () => {
    const leads = [aLead({ agency: 'a', member: true }), aLead({ agency: 'b', member: true, until: '2022-06-01' })];
    expect(progressIntervals(aLog(of('a', done('2022-01-10'))), leads)).toMatchObject([
      { from: '2022-01-10', until: '2022-06-01', reported: 'IN_PROGRESS', completedOn: null },
      { from: '2022-06-01', until: null, reported: 'COMPLETED', completedOn: '2022-01-10' },
    ]);
  });

  it('stays done when another body joins, until a claim that closed it is rejected', () => {
    const leads = [aLead({ agency: 'a', member: true }), aLead({ agency: 'b', member: true, from: '2022-03-01' })];
    const log = aLog(of('a', done('2022-01-10')), of('a', verified(1, '2022-01-12')));
    expect(progressIntervals(log, leads)).toMatchObject([
      { from: '2022-01-10', until: '2022-01-12', reported: 'COMPLETED', verified: 'NOT_STARTED' },
      {
        from: '2022-01-12',
        until: null,
        reported: 'COMPLETED',
        completedOn: '2022-01-10',
        verified: 'COMPLETED',
        verifiedOn: '2022-01-12',
      },
    ]);
    const refused = aLog(of('a', done('2022-01-10')), of('a', rejected(1, '2022-04-01')));
    expect(progressIntervals(refused, leads)).toMatchObject([{ from: '2022-01-10', until: '2022-04-01', reported: 'COMPLETED' }]);
  });
});

describe('the spans of days in which a duty stands the same', () => {
  it('begin with progress, hold no two alike side by side, and leave out the days after all was rejected', () => {
    const log = aLog(begun('2022-02-01'), begun('2022-02-10'), rejected(1, '2022-02-20'), rejected(2, '2022-02-25'), done('2022-03-05'));
    expect(progressIntervals(log, oneLead)).toEqual([
      { ...noProgress, from: '2022-02-01', until: '2022-02-25', reported: 'IN_PROGRESS' },
      { ...noProgress, from: '2022-03-05', until: null, reported: 'COMPLETED', completedOn: '2022-03-05' },
    ]);
  });

  it('are none without events', () => {
    expect(progressIntervals([], twoMembers)).toEqual([]);
  });

  const logs: Array<[string, Given[]]> = [
    [
      'a claim rejected, repeated and verified',
      [done('2022-03-20'), rejected(1, '2022-03-25'), done('2022-04-10'), verified(3, '2022-04-12')],
    ],
    ['reports out of order with an extension', [done('2022-03-20'), begun('2022-02-01'), granted('2022-06-30', '2022-03-01')]],
    [
      'members at their own pace',
      [
        { ...done('2022-02-20'), parts: ['a'] },
        { ...stopped('2022-02-10'), parts: ['b'] },
        { ...done('2022-03-20'), parts: ['b'] },
        { ...verified(3, '2022-03-21'), parts: ['b'] },
        { ...rejected(1, '2022-04-02'), parts: ['a'] },
      ],
    ],
  ];
  const changing = [aLead({ agency: 'a', member: true, until: '2022-04-05' }), aLead({ agency: 'b', member: true, from: '2022-02-15' })];
  it.each(logs)('tell what the rule tells day by day: %s', (_, log) => {
    for (const leads of [oneLead, twoMembers, changing]) {
      const events = aLog(...log);
      const intervals = progressIntervals(events, leads);
      for (let on: CalendarDate = day('2022-01-15'); on < day('2022-05-01'); on = addDays(on, 1)) {
        const found = intervals.filter(({ from, until }) => from <= on && (until === null || on < until));
        expect(found.length).toBeLessThanOrEqual(1);
        expect([on, { ...noProgress, ...found[0], from: undefined, until: undefined }]).toEqual([
          on,
          { ...dutyProgressOn(events, leads, on), from: undefined, until: undefined },
        ]);
      }
    }
  });
});
