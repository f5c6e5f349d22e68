import { inAppendix, readAppendixFirst, type ReadStatement } from '../../domain/reading';

function aStatement(changes: Partial<ReadStatement>): ReadStatement {
  return {
    path: 'III.5.b.4',
    position: 0,
    lead: [],
    impliedLead: [],
    coordinating: [],
    supervising: [],
    deadline: { precision: 'NONE' },
    ...changes,
  };
}

const body = aStatement({ position: 10, lead: ['bo-tu-phap'], coordinating: ['bo-cong-an'], deadline: { precision: 'YEAR' } });
const row = aStatement({ path: 'PL2.V.11', position: 90, lead: ['bo-cong-an', 'bo-tu-phap'], deadline: { precision: 'MONTH' } });

describe('of a duty told twice', () => {
  it('the appendix names lead and deadline, in whichever order the two are given', () => {
    for (const statements of [
      [body, row],
      [row, body],
    ]) {
      const reading = readAppendixFirst(statements);
      expect(reading.lead).toEqual(['bo-cong-an', 'bo-tu-phap']);
      expect(reading.deadline).toEqual({ precision: 'MONTH' });
    }
  });

  it('the body gives what the appendix leaves out', () => {
    expect(readAppendixFirst([body, row]).coordinating).toEqual(['bo-cong-an']);
    expect(readAppendixFirst([body, { ...row, deadline: { precision: 'NONE' } }]).deadline).toEqual({ precision: 'YEAR' });
    expect(readAppendixFirst([body, { ...row, lead: [] }]).lead).toEqual(['bo-tu-phap']);
  });

  it('the two leads are never added together', () => {
    expect(readAppendixFirst([{ ...body, lead: ['bo-noi-vu'] }, row]).lead).not.toContain('bo-noi-vu');
  });

  it('the earlier of two appendix rows goes first', () => {
    const later = { ...row, path: 'PL2.V.12', position: 91, lead: ['bo-y-te'] };
    expect(readAppendixFirst([later, row]).lead).toEqual(row.lead);
  });

  it('no deadline anywhere is a duty without one', () => {
    const silent = { precision: 'NONE' };
    expect(
      readAppendixFirst([
        { ...body, deadline: silent },
        { ...row, deadline: silent },
      ]).deadline,
    ).toEqual(silent);
  });
});

describe('a reading', () => {
  it('of a single statement is that statement', () => {
    const { lead, impliedLead, coordinating, supervising, deadline } = body;
    expect(readAppendixFirst([body])).toEqual({ lead, impliedLead, coordinating, supervising, deadline });
  });

  it('leaves the order of the statements as it was', () => {
    const given = [body, row];
    readAppendixFirst(given);
    expect(given).toEqual([body, row]);
  });

  it('of nothing is refused', () => {
    expect(() => readAppendixFirst([])).toThrow('a duty has at least one statement');
  });
});

it.each([
  ['PL2.V.11', true],
  ['PL1.15', true],
  ['III.5.b.4', false],
  ['24', false],
])('%s stands in an appendix: %s', (path, stands) => {
  expect(inAppendix(path)).toBe(stands);
});
