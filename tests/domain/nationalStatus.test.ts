import { day } from '../../domain/calendar';
import { listOn, nationalOn, type NationalListTerm } from '../../domain/nationalStatus';

const term = (id: string, from: string, until: string | null, size: number, members: string[]): NationalListTerm => ({
  id,
  label: size === 0 ? null : { vi: `Nghị định ${id}`, en: `Decree ${id}` },
  from: day(from),
  until: until === null ? null : day(until),
  size,
  members: new Set(members),
  remark: size === 0 ? { vi: 'Danh mục cũ bị bãi bỏ.', en: 'The old list was repealed.' } : null,
});
const lists = [
  term('full', '2024-05-09', '2025-08-19', 2, ['dan-cu', 'dat-dai']),
  term('none', '2025-08-19', '2026-05-19', 0, []),
  term('partly known', '2026-05-19', null, 20, ['dan-cu']),
];

describe('the legal list of national databases', () => {
  it.each([
    ['2024-05-08', null],
    ['2024-05-09', 'full'],
    ['2025-08-18', 'full'],
    ['2025-08-19', 'none'],
    ['2026-05-18', 'none'],
    ['2026-05-19', 'partly known'],
  ])('on %s is %s', (on, id) => {
    expect(listOn(lists, day(on))?.id ?? null).toBe(id);
  });

  it.each([
    ['2024-06-01', 'dan-cu', true, 'full', 'On the list of 2 national databases of Decree full'],
    ['2024-06-01', 'thue', false, 'full', 'Not on the list'],
    ['2026-01-01', 'dan-cu', false, null, 'The old list was repealed.'],
    ['2026-11-20', 'thue', false, 'partly known', 'of the 20 databases'],
    ['2020-01-01', 'dan-cu', false, null, 'No list is known'],
  ])('on %s has %s: %s', (on, database, national, list, reason) => {
    const found = nationalOn(lists, database, day(on));
    expect([found.national, found.list?.id ?? null]).toEqual([national, list]);
    expect(found.reason.en).toContain(reason);
    expect(found.reason.vi).toMatch(/\.$/);
  });

  it('does not take absence from a list of which not all is known for proof', () => {
    expect(nationalOn(lists, 'thue', day('2026-11-20')).reason.vi).toContain('chưa chứng minh');
  });
});
