import { admitExtensionDecision, admitExtensionRequest, admitVerification } from '../../domain/admission/decisions';
import type { Situation } from '../../domain/admission/facts';
import { day } from '../../domain/calendar';
import { anEvent, aSituation, body, brief, lead, rejected, reported } from '../support/admission';

const aRequest = { agencyId: 'agency:bo-a', effectiveOn: day('2022-05-01'), newDueOn: day('2022-09-30'), reason: 'chờ kinh phí' };
describe('a decision on a report', () => {
  const report = reported(1, '2022-03-01', 'COMPLETED');
  const aDecision = {
    agencyId: 'agency:bo-v',
    about: report,
    effectiveOn: day('2022-03-05'),
    accept: true,
    reason: null,
    expectedVersion: null,
  };
  const events = [report];
  const cases: Array<[why: string, decision: object, situation: Situation, expected: string[]]> = [
    ['confirms', {}, aSituation({ events }), []],
    ['rejects with a reason', { accept: false, reason: 'thiếu biên bản' }, aSituation({ events }), []],
    ['rejects not without one', { accept: false, reason: ' ' }, aSituation({ events }), ['REASON_REQUIRED reason']],
    ['is made by the verifying body', { agencyId: 'agency:bo-b' }, aSituation({ events }), ['NOT_VERIFIER agencyId']],
    ['is not made by the issuer', { agencyId: 'agency:thu-tuong' }, aSituation({ events }), ['NOT_VERIFIER agencyId']],
    [
      'is made by the verifying body of the day',
      {},
      aSituation({
        events,
        verifying: [
          { ...body('agency:bo-v'), until: day('2022-03-05') },
          { ...body('agency:bo-w'), from: day('2022-03-05') },
        ],
      }),
      ['NOT_VERIFIER agencyId'],
    ],
    ['is made by nobody where the document names nobody', {}, aSituation({ events, verifying: [] }), ['NO_VERIFIER_NAMED eventId']],
    ['is not made by a bearer', {}, aSituation({ events, leads: [lead('agency:bo-a'), lead('agency:bo-v')] }), ['OWN_DUTY agencyId']],
    [
      'is not made by who bore the duty on the day of the report',
      {},
      aSituation({ events, leads: [{ ...lead('agency:bo-v'), until: day('2022-03-02') }] }),
      ['OWN_DUTY agencyId'],
    ],
    [
      'is not made by who has come to bear the duty',
      {},
      aSituation({ events, leads: [{ ...lead('agency:bo-v'), from: day('2022-03-02') }] }),
      ['OWN_DUTY agencyId'],
    ],
    ['is not made by who wrote the report', { about: { ...report, byId: 'agency:bo-v' } }, aSituation({ events }), ['OWN_DUTY agencyId']],
    ['is made once', {}, aSituation({ events: [report, rejected(2, '2022-03-02', 1)] }), ['ALREADY_DECIDED eventId']],
    ['is about a report', { about: anEvent(1, { kind: 'EXTENSION_REQUESTED' }) }, aSituation({ events }), ['WRONG_EVENT_KIND eventId']],
    ['holds from the day of the report', { effectiveOn: day('2022-02-28') }, aSituation({ events }), ['BEFORE_REPORT effectiveOn']],
    ['holds for no day to come', { effectiveOn: day('2023-01-01') }, aSituation({ events }), ['DAY_IN_FUTURE effectiveOn']],
    ['is made on the duty as it is', { expectedVersion: 1 }, aSituation({ events }), []],
    ['is not made on the duty as it was', { expectedVersion: 0 }, aSituation({ events }), ['STALE_VERSION expectedVersion']],
  ];
  it.each(cases)('%s', (_, decision, situation, expected) => {
    expect(brief(admitVerification({ ...aDecision, ...decision }, situation))).toEqual(expected);
  });
});

describe('a request for more time', () => {
  const cases: Array<[why: string, request: object, situation: Situation, expected: string[]]> = [
    ['is recorded', {}, aSituation(), []],
    ['may come when the last day has passed', { effectiveOn: day('2022-07-15') }, aSituation(), []],
    ['asks for a day after the one in force', { newDueOn: day('2022-06-30') }, aSituation(), ['NOT_LATER newDueOn']],
    [
      'asks for a day after the extension in force',
      {},
      aSituation({ events: [anEvent(1, { kind: 'EXTENSION_GRANTED', effectiveOn: day('2022-04-01'), newDueOn: day('2022-09-30') })] }),
      ['NOT_LATER newDueOn'],
    ],
    ['needs a last day', {}, aSituation({ dueOn: null }), ['NOTHING_TO_EXTEND obligationId']],
    [
      'of a triggered duty needs the trigger',
      {},
      aSituation({ dueOn: null, triggerOn: day('2022-05-02') }),
      ['NOTHING_TO_EXTEND obligationId'],
    ],
    ['needs a reason', { reason: '' }, aSituation(), ['REASON_REQUIRED reason']],
    ['comes from a bearer', {}, aSituation({}, { within: new Set() }), ['NOT_BEARER agencyId']],
    ['is idle for a duty that is done', {}, aSituation({ events: [reported(1, '2022-03-01', 'COMPLETED')] }), ['DUTY_CLOSED obligationId']],
    ['is for a day on which the duty exists', { effectiveOn: day('2022-01-01') }, aSituation(), ['BEFORE_DUTY effectiveOn']],
    ['is for no day to come', { effectiveOn: day('2023-01-01') }, aSituation(), ['DAY_IN_FUTURE effectiveOn']],
  ];
  it.each(cases)('%s', (_, request, situation, expected) => {
    expect(brief(admitExtensionRequest({ ...aRequest, ...request }, situation))).toEqual(expected);
  });
});

describe('a decision on more time', () => {
  const request = anEvent(1, { kind: 'EXTENSION_REQUESTED', effectiveOn: day('2022-05-01'), newDueOn: day('2022-09-30') });
  const legalBasis = { documentId: 'document:qd-2', path: 'I.1', sourceUrl: null };
  const aDecision = {
    agencyId: 'agency:bo-v',
    about: request,
    effectiveOn: day('2022-05-10'),
    accept: true,
    reason: null,
    expectedVersion: null,
    legalBasis,
  };
  const events = [request];
  const granted = anEvent(2, { kind: 'EXTENSION_GRANTED', effectiveOn: day('2022-05-02'), newDueOn: day('2022-10-31') });
  const cases: Array<[why: string, decision: object, situation: Situation, expected: string[]]> = [
    ['grants', {}, aSituation({ events }), []],
    ['may be made by the issuer', { agencyId: 'agency:thu-tuong' }, aSituation({ events }), []],
    ['may be made by the issuer alone where nobody verifies', { agencyId: 'agency:thu-tuong' }, aSituation({ events, verifying: [] }), []],
    ['is made by nobody where neither is known', {}, aSituation({ events, verifying: [], issuing: [] }), ['NO_VERIFIER_NAMED eventId']],
    ['is made by nobody else', { agencyId: 'agency:bo-b' }, aSituation({ events }), ['NOT_VERIFIER agencyId']],
    ['is not made by who asks', { about: { ...request, byId: 'agency:bo-v' } }, aSituation({ events }), ['OWN_DUTY agencyId']],
    [
      'is made once',
      {},
      aSituation({ events: [request, anEvent(2, { kind: 'EXTENSION_REFUSED', aboutId: request.id })] }),
      ['ALREADY_DECIDED eventId'],
    ],
    ['is about a request', { about: reported(1, '2022-05-01', 'IN_PROGRESS') }, aSituation({ events }), ['WRONG_EVENT_KIND eventId']],
    ['rests on something', { legalBasis: null }, aSituation({ events }), ['LEGAL_BASIS_REQUIRED legalBasis']],
    [
      'rests on more than a path',
      { legalBasis: { ...legalBasis, documentId: null } },
      aSituation({ events }),
      ['LEGAL_BASIS_REQUIRED legalBasis'],
    ],
    [
      'may rest on an address',
      { legalBasis: { documentId: null, path: null, sourceUrl: 'https://vanban.chinhphu.vn/1' } },
      aSituation({ events }),
      [],
    ],
    [
      'rests on an address of the web',
      { legalBasis: { documentId: null, path: null, sourceUrl: 'file:///etc' } },
      aSituation({ events }),
      ['LEGAL_BASIS_REQUIRED legalBasis.sourceUrl'],
    ],
    [
      'rests on a path that can be shown',
      { legalBasis: { ...legalBasis, path: 'I\n1' } },
      aSituation({ events }),
      ['LEGAL_BASIS_REQUIRED legalBasis.path'],
    ],
    [
      'rests on a document that is known',
      {},
      aSituation({ events }, { unknown: new Set(['document:qd-2']) }),
      ['UNKNOWN_DOCUMENT legalBasis.documentId'],
    ],
    ['refuses with a reason', { accept: false, reason: 'không có căn cứ', legalBasis: null }, aSituation({ events }), []],
    ['refuses not without one', { accept: false, legalBasis: null }, aSituation({ events }), ['REASON_REQUIRED reason']],
    ['never shortens the term', {}, aSituation({ events: [request, granted] }), ['NOT_LATER eventId']],
    ['holds from the day of the request', { effectiveOn: day('2022-04-30') }, aSituation({ events }), ['BEFORE_REPORT effectiveOn']],
    ['is not made on the duty as it was', { expectedVersion: 7 }, aSituation({ events }), ['STALE_VERSION expectedVersion']],
  ];
  it.each(cases)('%s', (_, decision, situation, expected) => {
    expect(brief(admitExtensionDecision({ ...aDecision, ...decision }, situation))).toEqual(expected);
  });

  it('that refuses moves no last day', () => {
    const decision = admitExtensionDecision({ ...aDecision, accept: false, reason: 'không' }, aSituation({ events }));
    expect(decision).toMatchObject({ event: { kind: 'EXTENSION_REFUSED', newDueOn: null, aboutId: request.id } });
  });
});
