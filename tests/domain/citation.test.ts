import { citationLabel, documentLabel } from '../../domain/citation';

const decision = { vi: 'Quyết định số 06/QĐ-TTg', en: 'Decision 06/QĐ-TTg' };

describe('a provision is cited smallest part first in Vietnamese, largest first in English', () => {
  it.each([
    ['III.5.b.4', 'ý 4, điểm b, khoản 5, Mục III', 'Part III, clause 5, point b, item 4'],
    ['IV.6.b', 'điểm b, khoản 6, Mục IV', 'Part IV, clause 6, point b'],
    ['PL1.15', 'dòng 15, Phụ lục I', 'Appendix I, row 15'],
    ['PL2.V.11', 'dòng 11, mục V, Phụ lục II', 'Appendix II, part V, row 11'],
    ['II.2.a.2022.6', 'ý 6, năm 2022, điểm a, khoản 2, Mục II', 'Part II, clause 2, point a, 2022, item 6'],
    ['II.2.a.2023-2025.3', 'ý 3, giai đoạn 2023-2025, điểm a, khoản 2, Mục II', 'Part II, clause 2, point a, 2023-2025, item 3'],
    ['I.2.d.2023+.p1', 'đoạn 1, năm 2023 và các năm tiếp theo, điểm d, khoản 2, Mục I', 'Part I, clause 2, point d, 2023+, paragraph 1'],
    ['II.2.d.2022.0b', 'câu 2, năm 2022, điểm d, khoản 2, Mục II', 'Part II, clause 2, point d, 2022, sentence 2'],
    ['IV.1.đ', 'điểm đ, khoản 1, Mục IV', 'Part IV, clause 1, point đ'],
    ['24', 'Điều 24', 'Article 24'],
    ['24.2', 'khoản 2, Điều 24', 'Article 24, clause 2'],
    ['24.2.a', 'điểm a, khoản 2, Điều 24', 'Article 24, clause 2, point a'],
  ])('%s', (path, vi, en) => {
    expect(citationLabel(path, decision)).toEqual({ vi: `${vi}, ${decision.vi}`, en: `${decision.en}, ${en}` });
  });

  it.each([null, 'chua-ro', 'chua-ro.1'])('%s names the document alone', (path) => {
    expect(citationLabel(path, decision)).toEqual(decision);
  });
});

describe('a document is named', () => {
  it('by kind and number', () => {
    expect(documentLabel({ kind: 'DECREE', number: '47/2020/NĐ-CP', title: 'Nghị định …', titleEn: null })).toEqual({
      vi: 'Nghị định số 47/2020/NĐ-CP',
      en: 'Decree 47/2020/NĐ-CP',
    });
  });

  it('by its title where the number is lost', () => {
    const plan = { kind: 'PLAN', number: null, title: 'Kế hoạch của xã Nam Trung', titleEn: 'Plan of Nam Trung commune' };
    expect(documentLabel(plan)).toEqual({ vi: plan.title, en: plan.titleEn });
    expect(documentLabel({ ...plan, titleEn: null })).toEqual({ vi: plan.title, en: plan.title });
  });

  it('by its title where the kind has no common name', () => {
    expect(documentLabel({ kind: 'OTHER', number: '1/X', title: 'Văn bản', titleEn: null }).vi).toBe('Văn bản');
  });
});
