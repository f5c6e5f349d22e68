import type { DutyOnFile, LoggedEvent, Situation } from '../../domain/admission/facts';
import { problem, type Problem } from '../../domain/admission/refusals';
import { admitMonthlyReport, admitProgressReport } from '../../domain/admission/reports';
import { checkActor } from '../../domain/admission/rights';
import { checkKey } from '../../domain/admission/wellFormed';
import { day } from '../../domain/calendar';
import type { ProgressStatus } from '../../domain/progress';
import { anEvent, aSituation, brief, lead, member, problemsOf, rejected, reported } from '../support/admission';

const aReport = {
  agencyId: 'agency:bo-a',
  effectiveOn: day('2022-03-10'),
  status: 'IN_PROGRESS' as ProgressStatus,
  percent: null,
  note: null,
  evidence: [],
};
const filed = (period: string, on: string, byId = 'agency:bo-a') =>
  anEvent(1, { kind: 'MONTHLY_REPORT_FILED', byId, effectiveOn: day(on), period, parts: [byId] });
const aMonthlyReport = { agencyId: 'agency:bo-a', period: '2022-03', filedOn: day('2022-03-20'), items: [] };
const monthly = { recurrence: { every: 'MONTH', beforeDay: 22, onDay: null } };

describe('a report on progress', () => {
  const url = 'https://bo-a.gov.vn/bao-cao.pdf';
  const evidence = (given: object) => ({ evidence: [{ url, type: null, hash: null, ...given }] });
  const cases: Array<[why: string, report: Partial<typeof aReport> | object, situation: Situation, expected: string[]]> = [
    ['is recorded', {}, aSituation(), []],
    ['may say how much is done', { percent: 40 }, aSituation(), []],
    ['may not speak of a day to come', { effectiveOn: day('2023-01-01') }, aSituation(), ['DAY_IN_FUTURE effectiveOn']],
    ['may speak of today', { effectiveOn: day('2022-12-31') }, aSituation(), []],
    ['may not speak of a day before the duty', { effectiveOn: day('2022-01-05') }, aSituation(), ['BEFORE_DUTY effectiveOn']],
    ['may speak of the day the duty was given', { effectiveOn: day('2022-01-06') }, aSituation(), []],
    [
      'may speak of any day where none is known on which the duty was given',
      { effectiveOn: day('2001-01-01') },
      aSituation({ demandedFrom: null }),
      [],
    ],
    [
      'comes from nobody who does not bear the duty',
      { agencyId: 'agency:bo-b' },
      aSituation({}, { within: new Set() }),
      ['NOT_BEARER agencyId'],
    ],
    [
      'comes from nobody whose term as bearer has ended',
      {},
      aSituation({ leads: [{ ...lead('agency:bo-a'), until: day('2022-03-10') }] }),
      ['NOT_BEARER agencyId'],
    ],
    ['of a duty that nobody bears is refused', {}, aSituation({ leads: [] }, { within: new Set() }), ['NOT_BEARER agencyId']],
    ['comes from a body above the bearer', { agencyId: 'agency:chinh-phu' }, aSituation(), []],
    ['has no percentage below 0', { percent: -1 }, aSituation(), ['BAD_PERCENT percent']],
    ['has no percentage above 100', { percent: 101 }, aSituation(), ['BAD_PERCENT percent']],
    ['of completion has no percentage but 100', { status: 'COMPLETED', percent: 99 }, aSituation(), ['BAD_PERCENT percent']],
    ['of completion may say 100 percent', { status: 'COMPLETED', percent: 100 }, aSituation(), []],
    ['takes evidence with type and hash', evidence({ type: 'application/pdf', hash: `sha256:${'0a'.repeat(32)}` }), aSituation(), []],
    ['takes no evidence that is no web address', evidence({ url: 'ftp://a/b' }), aSituation(), ['BAD_EVIDENCE evidence.0.url']],
    ['takes no evidence that runs as a program', evidence({ url: 'javascript:alert(1)' }), aSituation(), ['BAD_EVIDENCE evidence.0.url']],
    ['takes no hash but SHA-256', evidence({ hash: 'md5:00' }), aSituation(), ['BAD_EVIDENCE evidence.0.hash']],
    ['takes no type of two lines', evidence({ type: 'a\nb' }), aSituation(), ['BAD_EVIDENCE evidence.0.type']],
    [
      'takes at most fifty pieces of evidence',
      { evidence: Array(51).fill({ url, type: null, hash: null }) },
      aSituation(),
      ['BAD_EVIDENCE evidence'],
    ],
    ['takes no note that the store cannot keep', { note: 'a\0b' }, aSituation(), ['BAD_TEXT note']],
    ['takes no half of a character', { note: '\ud83d' }, aSituation(), ['BAD_TEXT note']],
    ['takes a note of several lines', { note: 'Đã ký\r\n\t- đợt 1' }, aSituation(), []],
    ['takes no endless note', { note: 'x'.repeat(10_001) }, aSituation(), ['BAD_TEXT note']],
    [
      'hears of everything that is wrong at once',
      { effectiveOn: day('2023-01-01'), percent: 200, note: '\0' },
      aSituation({}, { within: new Set() }),
      ['DAY_IN_FUTURE effectiveOn', 'NOT_BEARER agencyId', 'BAD_PERCENT percent', 'BAD_TEXT note'],
    ],
  ];
  it.each(cases)('%s', (_, report, situation, expected) => {
    expect(brief(admitProgressReport({ ...aReport, ...report }, situation))).toEqual(expected);
  });
});

describe('the course of a duty', () => {
  const on = (text: string, status: ProgressStatus) => ({ effectiveOn: day(text), status });
  const cases: Array<[why: string, events: LoggedEvent[], report: { effectiveOn: string; status: ProgressStatus }, expected: string[]]> = [
    ['it begins', [], on('2022-03-10', 'IN_PROGRESS'), []],
    ['it is done at once', [], on('2022-03-10', 'COMPLETED'), []],
    ['nobody reports that it is not begun', [], on('2022-03-10', 'NOT_STARTED'), ['ILLEGAL_TRANSITION status']],
    ['it goes on', [reported(1, '2022-02-01', 'IN_PROGRESS')], on('2022-03-10', 'IN_PROGRESS'), []],
    ['what rests must go on first', [reported(1, '2022-02-01', 'SUSPENDED')], on('2022-03-10', 'COMPLETED'), ['ILLEGAL_TRANSITION status']],
    ['what is done is closed', [reported(1, '2022-02-01', 'COMPLETED')], on('2022-03-10', 'IN_PROGRESS'), ['DUTY_CLOSED status']],
    ['what is done is not done again', [reported(1, '2022-02-01', 'COMPLETED')], on('2022-03-10', 'COMPLETED'), ['DUTY_CLOSED status']],
    [
      'a rejected claim opens it again',
      [reported(1, '2022-02-01', 'COMPLETED'), rejected(2, '2022-03-01', 1)],
      on('2022-03-01', 'IN_PROGRESS'),
      [],
    ],
    [
      'until the day of its rejection the claim stood',
      [reported(1, '2022-02-01', 'COMPLETED'), rejected(2, '2022-03-01', 1)],
      on('2022-02-28', 'IN_PROGRESS'),
      ['DUTY_CLOSED status'],
    ],
    ['a report may come late, before another', [reported(1, '2022-05-01', 'COMPLETED')], on('2022-03-10', 'IN_PROGRESS'), []],
    [
      'a late report closes nothing that went on',
      [reported(1, '2022-05-01', 'IN_PROGRESS')],
      on('2022-03-10', 'COMPLETED'),
      ['DUTY_CLOSED effectiveOn'],
    ],
    [
      'a late report fits what came after it',
      [reported(1, '2022-05-01', 'COMPLETED')],
      on('2022-03-10', 'SUSPENDED'),
      ['ILLEGAL_TRANSITION effectiveOn'],
    ],
    [
      'a rejected report after it does not count',
      [reported(1, '2022-05-01', 'IN_PROGRESS'), rejected(2, '2022-06-01', 1)],
      on('2022-03-10', 'COMPLETED'),
      [],
    ],
    [
      'of one day the last recorded comes last',
      [reported(1, '2022-03-10', 'COMPLETED')],
      on('2022-03-10', 'IN_PROGRESS'),
      ['DUTY_CLOSED status'],
    ],
  ];
  it.each(cases)('%s', (_, events, report, expected) => {
    expect(brief(admitProgressReport({ ...aReport, ...report, effectiveOn: day(report.effectiveOn) }, aSituation({ events })))).toEqual(
      expected,
    );
  });
});

describe('the parts that a report speaks for', () => {
  const parts = (leads: DutyOnFile['leads'], within: readonly string[]) => {
    const decision = admitProgressReport(aReport, aSituation({ leads }, { within: new Set(within) }));
    return 'event' in decision ? decision.event.parts : null;
  };

  it('of joint leads is the common one, whoever of them reports', () => {
    expect(parts([lead('agency:bo-a'), lead('agency:bo-b')], ['agency:bo-b'])).toEqual(['']);
  });

  it('of a member of a collective is its own', () => {
    expect(parts([member('agency:bo-a'), member('agency:bo-b')], ['agency:bo-a'])).toEqual(['agency:bo-a']);
  });

  it('of a body above are those of all below it', () => {
    const leads = [lead('agency:bo-x'), member('agency:so-a'), member('agency:so-b'), member('agency:bo-b')];
    expect(parts(leads, ['agency:bo-x', 'agency:so-a', 'agency:so-b'])).toEqual(['', 'agency:so-a', 'agency:so-b']);
  });

  it('follow each its own course', () => {
    const events = [reported(1, '2022-02-01', 'COMPLETED', ['agency:bo-a'])];
    const leads = [member('agency:bo-a'), member('agency:bo-b')];
    const report = (agency: string) => brief(admitProgressReport(aReport, aSituation({ events, leads }, { within: new Set([agency]) })));
    expect([report('agency:bo-a'), report('agency:bo-b')]).toEqual([['DUTY_CLOSED status'], []]);
  });
});

describe('a monthly report', () => {
  const item = { text: 'Đã làm sạch dữ liệu', obligationId: null, status: null, percent: null };
  const cases: Array<[why: string, report: object, situation: Situation, expected: string[]]> = [
    ['is filed', { items: [item] }, aSituation(monthly), []],
    ['may be filed late', { filedOn: day('2022-12-31') }, aSituation(monthly), []],
    ['is filed from the first day of its month', { filedOn: day('2022-02-28') }, aSituation(monthly), ['BAD_PERIOD filedOn']],
    ['is filed on no day to come', { filedOn: day('2023-01-01') }, aSituation(monthly), ['DAY_IN_FUTURE filedOn']],
    ['is of a month', { period: '2022-13' }, aSituation(monthly), ['BAD_PERIOD period']],
    ['is of a month written in full', { period: '2022-3' }, aSituation(monthly), ['BAD_PERIOD period']],
    ['is owed by recurring duties only', {}, aSituation(), ['NOT_RECURRING obligationId']],
    [
      'is not owed by a duty of every year',
      {},
      aSituation({ recurrence: { every: 'YEAR', beforeDay: null, onDay: null } }),
      ['NOT_RECURRING obligationId'],
    ],
    [
      'is not owed where the month has no day',
      {},
      aSituation({ recurrence: { every: 'MONTH', beforeDay: null, onDay: null } }),
      ['NOT_RECURRING obligationId'],
    ],
    ['is owed once the duty was given', { period: '2021-12' }, aSituation(monthly), ['BEFORE_DUTY period']],
    ['is owed by the bearer itself, not by a body above', { agencyId: 'agency:chinh-phu' }, aSituation(monthly), ['NOT_BEARER agencyId']],
    [
      'is owed by the bearer of its last day',
      {},
      aSituation({ ...monthly, leads: [{ ...lead('agency:bo-a'), until: day('2022-03-21') }] }),
      ['NOT_BEARER agencyId'],
    ],
    ['is filed once a month', {}, aSituation({ ...monthly, events: [filed('2022-03', '2022-03-02')] }), ['ALREADY_FILED period']],
    [
      'of one month leaves the next to be filed',
      { period: '2022-04', filedOn: day('2022-04-02') },
      aSituation({ ...monthly, events: [filed('2022-03', '2022-03-02')] }),
      [],
    ],
    [
      'names duties that exist',
      { items: [{ ...item, obligationId: 'obligation:x' }] },
      aSituation(monthly, { unknown: new Set(['obligation:x']) }),
      ['UNKNOWN_OBLIGATION items.0.obligationId'],
    ],
    ['has percentages', { items: [{ ...item, percent: 120 }] }, aSituation(monthly), ['BAD_PERCENT items.0.percent']],
    ['has words that can be kept', { items: [item, { ...item, text: '\u0007' }] }, aSituation(monthly), ['BAD_TEXT items.1.text']],
    ['has at most 500 items', { items: Array(501).fill(item) }, aSituation(monthly), ['BAD_PERIOD items']],
  ];
  it.each(cases)('%s', (_, report, situation, expected) => {
    expect(brief(admitMonthlyReport({ ...aMonthlyReport, ...report }, situation))).toEqual(expected);
  });
});

describe('who may write', () => {
  const actor = (agencyId: string, ...roles: string[]) => ({ agencyId, roles: new Set(roles) });
  const cases: Array<[why: string, problems: Problem[], expected: string[]]> = [
    ['a reporter for its own agency', checkActor(actor('agency:bo-a', 'REPORTER'), 'agency:bo-a', 'REPORTER'), []],
    ['an administrator in every role', checkActor(actor('agency:bo-a', 'ADMIN'), 'agency:bo-a', 'VERIFIER'), []],
    ['nobody for another agency', checkActor(actor('agency:bo-a', 'REPORTER'), 'agency:bo-b', 'REPORTER'), ['FORBIDDEN']],
    ['not even an administrator', checkActor(actor('agency:bo-a', 'ADMIN'), 'agency:bo-b', 'REPORTER'), ['FORBIDDEN']],
    ['nobody in another role', checkActor(actor('agency:bo-a', 'REPORTER', 'EDITOR'), 'agency:bo-a', 'VERIFIER'), ['FORBIDDEN']],
    ['nobody under an empty key', checkKey(' '), ['BAD_KEY']],
    ['nobody under a key of 201 characters', checkKey('k'.repeat(201)), ['BAD_KEY']],
    ['nobody under a key that cannot be kept', checkKey('k\n'), ['BAD_KEY']],
    ['anybody under a readable key', checkKey('báo cáo 2022-03 #1'), []],
  ];
  it.each(cases)('%s', (_, problems, expected) => {
    expect(problems.map(({ code }) => code)).toEqual(expected);
  });
});

describe('the words of a refusal', () => {
  it('say what was wrong, the value seen and what would be right, in both languages', () => {
    const [refusal] = problemsOf(admitProgressReport({ ...aReport, effectiveOn: day('2023-01-01') }, aSituation()));
    expect(refusal).toEqual({
      code: 'DAY_IN_FUTURE',
      path: ['input', 'effectiveOn'],
      message: {
        vi: 'Ngày 2023-01-01 sau hôm nay (2022-12-31); chỉ ghi được đến hôm nay.',
        en: '2023-01-01 is after today (2022-12-31); nothing can be recorded for a day to come.',
      },
    });
  });

  it('name the report that stands against one that comes late', () => {
    const late = { ...aReport, effectiveOn: day('2022-02-01'), status: 'COMPLETED' as const };
    const [refusal] = problemsOf(admitProgressReport(late, aSituation({ events: [reported(1, '2022-05-01', 'IN_PROGRESS')] })));
    expect(refusal?.message.en).toBe(
      'COMPLETED on 2022-02-01 would close obligation:qd-1/I.1, but IN_PROGRESS has been reported for 2022-05-01; report completion for a day after it.',
    );
  });

  it('cut long values and show no control characters', () => {
    const { message } = problem('UNKNOWN_EVENT', ['eventId'], { value: `a\u001b[2J${'b'.repeat(100)}` });
    expect(message.en).toBe(`There is no event a\ufffd[2J${'b'.repeat(75)}…; see the ids in Obligation.history.`);
  });
});
