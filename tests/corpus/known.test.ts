import { day } from '../../domain/calendar';
import { forceOn } from '../../domain/force';
import { statementKey } from '../../ingest/corpus';
import { dutiesOf, type Duty } from '../../ingest/duties';
import { bodiesOn, chuRang, corpus, lucBinh, namTrung, problems, qd06, qd468, statementsOf } from './theCorpus';

const duties = dutiesOf(corpus);
const dutiesIn = (document: string): Duty[] => duties.filter((duty) => duty.document === document);
const statements = new Map(corpus.statements.map((statement) => [statementKey(statement), statement]));

it('the corpus has no problem', () => {
  expect(problems).toEqual([]);
});

describe('five documents are held', () => {
  it.each([
    [qd06, 237, 185],
    [qd468, 198, 157],
    [namTrung, 155, 155],
    [lucBinh, 97, 97],
    [chuRang, 64, 64],
  ])('%s: %i statements of %i duties', (document, stated, owed) => {
    expect(statementsOf(document)).toHaveLength(stated);
    expect(dutiesIn(document)).toHaveLength(owed);
  });

  it('and no other; each names its source file', () => {
    const held = corpus.documents.filter((document) => document.held);
    expect(held.map(({ id }) => id).sort()).toEqual([chuRang, lucBinh, namTrung, qd06, qd468].sort());
    expect(held.filter(({ sourceFile }) => sourceFile === null)).toEqual([]);
  });
});

describe('who verifies', () => {
  it.each([
    [qd06, ['bo-cong-an', 'van-phong-chinh-phu']],
    [qd468, ['cong-an-tinh-dak-nong', 'van-phong-uy-ban-nhan-dan-tinh-dak-nong']],
    [namTrung, ['cong-an-xa-nam-trung']],
  ])('%s: %j', (document, agencies) => {
    expect(corpus.documents.find(({ id }) => id === document)?.verifiers.map(({ agency }) => agency)).toEqual(agencies);
  });

  it('is known of the five held documents only', () => {
    const known = corpus.documents.filter(({ verifiers }) => verifiers.length > 0);
    expect(known.map(({ id }) => id).sort()).toEqual([chuRang, lucBinh, namTrung, qd06, qd468].sort());
  });
});

describe('Decision 06', () => {
  const appendixII = dutiesIn(qd06).filter((duty) => duty.statements.some(({ path }) => path.startsWith('PL2.')));
  const ledByPolice = appendixII.filter(({ reading }) => reading.lead.includes('bo-cong-an'));

  it('states 52 duties twice, once in the body and once in Appendix II', () => {
    const told = dutiesIn(qd06).filter((duty) => duty.statements.length > 1);
    expect(told).toHaveLength(52);
    for (const duty of told) expect(duty.statements.map(({ path }) => path.startsWith('PL2.'))).toEqual([false, true]);
  });

  it('has 52 duties in Appendix II; the Ministry of Public Security leads 46, 21 of them alone', () => {
    expect(appendixII).toHaveLength(52);
    expect(ledByPolice).toHaveLength(46);
    expect(ledByPolice.filter(({ reading }) => reading.lead.length === 1)).toHaveLength(21);
    expect(ledByPolice.filter(({ reading }) => reading.lead.length > 1)).toHaveLength(25);
  });

  it('wants six connections by the end of March 2022', () => {
    const march = statementsOf(qd06).filter(({ path, deadline }) => path.startsWith('PL2.V.') && deadline.dueOn === '2022-03-31');
    expect(Object.fromEntries(march.map(({ path, pairs }) => [path, pairs.flat().filter((end) => end !== 'csdlqg-dan-cu')]))).toEqual({
      'PL2.V.1': ['csdlqg-bao-hiem'],
      'PL2.V.8': ['csdl-thue'],
      'PL2.V.9': ['csdl-so-suc-khoe-dien-tu'],
      'PL2.V.10': ['csdl-giay-phep-lai-xe', 'csdl-dang-kiem'],
      'PL2.V.11': ['csdl-ho-tich'],
      'PL2.V.12': ['csdl-an-sinh-xa-hoi'],
    });
  });

  it('gives every connection of Appendix II part V two leads, V.18 three', () => {
    const leads = Array.from({ length: 18 }, (_, row) => statements.get(`${qd06}/PL2.V.${String(row + 1)}`)?.lead.length);
    expect(leads).toEqual([...Array.from({ length: 17 }, () => 2), 3]);
  });

  it('has three continuous duties in Appendix II', () => {
    const ongoing = statementsOf(qd06).filter(({ path, deadline }) => path.startsWith('PL2.') && deadline.precision === 'ONGOING');
    expect(ongoing.map(({ path }) => path)).toEqual(['PL2.I.11', 'PL2.II.9', 'PL2.V.19']);
  });

  it('lists 25 essential services, 14 due in March and 11 in May 2022', () => {
    const due = corpus.services.map(({ statement }) => statements.get(statement)?.deadline.dueOn);
    expect(due).toHaveLength(25);
    expect(due.filter((on) => on === '2022-03-31')).toHaveLength(14);
    expect(due.filter((on) => on === '2022-05-31')).toHaveLength(11);
  });
});

describe('Chư Răng', () => {
  const issued = '2023-04-07';

  it('orders nine duties for a day before its own issue, and one stage', () => {
    const past = statementsOf(chuRang).filter(({ deadline }) => deadline.dueOn !== null && deadline.dueOn < issued);
    expect(past.map(({ path }) => path)).toEqual(['II.1.1', 'II.1.3', 'II.1.4', 'II.1.5', 'II.4.6', 'II.4.8', 'II.5.3', 'II.6.2', 'II.8.2']);
    const stages = statementsOf(chuRang).flatMap(({ path, deadline }) => deadline.stages.map(({ dueOn }) => ({ path, dueOn })));
    expect(stages.filter(({ dueOn }) => dueOn !== null && dueOn < issued)).toEqual([{ path: 'II.3.4.2', dueOn: '2023-03-31' }]);
  });

  it('cites Decision 442, which no known document carries', () => {
    const citation = corpus.documents.find(({ id }) => id === chuRang)?.citations.find(({ as }) => as.includes('442/QĐ-TTg'));
    expect(citation?.document).toBeNull();
    expect(citation?.note).not.toBeNull();
    expect(corpus.documents.filter(({ number }) => number === '442/QĐ-TTg')).toEqual([]);
  });
});

it('Đắk Nông lets the insurance connection come a month after Decision 06', () => {
  const insurance = statements.get(`${qd468}/PL2.IV.24`);
  expect(insurance?.deadline.dueOn).toBe('2022-04-30');
  expect(insurance?.derivedFrom).toContain(`${qd06}/PL2.V.1`);
});

it('all held documents but Chư Răng cite Decision 1911', () => {
  const citing = corpus.documents.filter(({ citations }) => citations.some(({ document }) => document === 'qd-1911-qd-ttg-2021'));
  expect(citing.map(({ id }) => id).sort()).toEqual([lucBinh, namTrung, qd06, qd468].sort());
});

it('468/QĐ-TTg of 2021 and 468/QĐ-UBND of 2022 are two documents', () => {
  const of = (number: string) => corpus.documents.filter((document) => document.number === number).map(({ id }) => id);
  expect(of('468/QĐ-TTg')).toEqual(['qd-468-qd-ttg-2021']);
  expect(of('468/QĐ-UBND')).toEqual([qd468]);
});

it.each([
  ['2020-04-08', 'NOT_YET'],
  ['2025-08-18', 'IN_FORCE'],
  ['2025-08-19', 'PARTLY_IN_FORCE'],
  ['2025-10-21', 'PARTLY_IN_FORCE'],
  ['2025-10-22', 'EXPIRED'],
])('on %s Decree 47/2020 is %s', (on, force) => {
  const decree = corpus.documents.find(({ id }) => id === 'nd-47-2020-nd-cp');
  const terms = decree?.force.filter(({ dissent }) => !dissent) ?? [];
  expect(forceOn(decree?.issuedOn ?? null, terms, day(on))).toBe(force);
});

describe('the state as it was organised', () => {
  it.each([
    ['2022-01-06', 63],
    ['2025-06-30', 63],
    ['2025-07-01', 34],
    ['2026-11-20', 34],
  ])('on %s: %i provinces and centrally-run cities', (on, count) => {
    expect(bodiesOn(['PROVINCE', 'CENTRAL_CITY'], day(on))).toHaveLength(count);
  });

  it.each([
    ['2026-04-29', 6],
    ['2026-04-30', 7],
    ['2026-08-31', 7],
    ['2026-09-01', 8],
    ['2026-09-19', 8],
    ['2026-09-20', 9],
    ['2026-11-20', 9],
  ])('on %s: %i centrally-run cities', (on, count) => {
    expect(bodiesOn(['CENTRAL_CITY'], day(on))).toHaveLength(count);
  });

  it.each([
    ['2022-01-06', 18, 4],
    ['2025-02-28', 18, 4],
    ['2025-03-01', 14, 3],
    ['2026-11-20', 14, 3],
  ])('on %s: %i ministries and %i ministerial bodies', (on, ministries, bodies) => {
    expect(bodiesOn(['MINISTRY'], day(on))).toHaveLength(ministries);
    expect(bodiesOn(['MINISTERIAL_BODY'], day(on))).toHaveLength(bodies);
  });

  it.each([
    ['2022-01-06', 'tinh-binh-dinh'],
    ['2025-06-30', 'tinh-binh-dinh'],
    ['2025-07-01', 'tinh-gia-lai'],
    ['2026-11-20', 'tinh-gia-lai'],
  ])('on %s province code 52 is %s', (on, id) => {
    const bearing = corpus.agencies.filter(({ codes }) =>
      codes.some(({ scheme, value, from, until }) => scheme === 'GSO' && value === '52' && (from ?? '') <= on && (until ?? '9') > on),
    );
    expect(bearing.map((agency) => agency.id)).toEqual([id]);
  });
});

it.each([
  ['2022-01-01', 6],
  ['2024-06-01', 10],
  ['2025-08-18', 10],
  ['2025-08-19', 0],
  ['2026-05-18', 0],
  ['2026-05-19', 20],
  ['2026-11-20', 20],
])('on %s the legal list of national databases has %i', (on, size) => {
  const lists = corpus.nationalLists.filter(({ from, until }) => (from ?? '') <= on && (until ?? '9') > on);
  expect(lists.map((list) => list.size)).toEqual([size]);
});
