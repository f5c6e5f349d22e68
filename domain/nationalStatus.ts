import { type CalendarDate, covers } from './calendar';
import { dayWords } from './conflicts/wording';

interface Text {
  readonly vi: string;
  readonly en: string;
}

/** A legal list of national databases over its term, or a term in which none was in force (`label` null). */
export interface NationalListTerm {
  readonly id: string;
  /** The document that has the list, as a reader cites it. */
  readonly label: Text | null;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  /** How many databases it has; `members` may know fewer. */
  readonly size: number;
  readonly members: ReadonlySet<string>;
  /** Why none is in force, or what else is worth knowing. */
  readonly remark: Text | null;
}

export interface NationalStanding<List extends NationalListTerm> {
  readonly national: boolean;
  /** The list in force; null where none is. */
  readonly list: List | null;
  readonly reason: Text;
}

/** The term that covers a day; null before the first known list. */
export function listOn<List extends NationalListTerm>(lists: readonly List[], on: CalendarDate): List | null {
  return lists.find((list) => covers(list.from, list.until, on)) ?? null;
}

/**
 * Whether a database is on the legal list of national databases of a day. What documents call it is another matter
 * (DESIGN §2, rule 8). Absence from a list of which not all members are known is not proof, and the reason says so.
 */
export function nationalOn<List extends NationalListTerm>(
  lists: readonly List[],
  database: string,
  on: CalendarDate,
): NationalStanding<List> {
  const term = listOn(lists, on);
  const day = dayWords(on);
  if (term === null) {
    return {
      national: false,
      list: null,
      reason: { vi: `Chưa biết danh mục nào có hiệu lực vào ngày ${day.vi}.`, en: `No list is known for ${day.en}.` },
    };
  }
  if (term.label === null) return { national: false, list: null, reason: noneInForce(term, day) };
  const of = inForce(term, term.label);
  if (term.members.has(database))
    return { national: true, list: term, reason: { vi: `Thuộc danh mục ${of.vi}.`, en: `On the list ${of.en}.` } };
  if (term.members.size >= term.size)
    return { national: false, list: term, reason: { vi: `Không thuộc danh mục ${of.vi}.`, en: `Not on the list ${of.en}.` } };
  const [known, size] = [String(term.members.size), String(term.size)];
  return {
    national: false,
    list: term,
    reason: {
      vi: `Chưa biết có thuộc danh mục hay không: trong ${size} cơ sở dữ liệu của danh mục ${of.vi} mới biết tên ${known}, cơ sở dữ liệu này không nằm trong số đó; như vậy chưa chứng minh là không thuộc.`,
      en: `Not known to be on it: of the ${size} databases on the list ${of.en}, ${known} are known by name and this is not among them; that does not prove it is not on the list.`,
    },
  };
}

function noneInForce(term: NationalListTerm, day: Text): Text {
  return {
    vi: term.remark?.vi ?? `Không có danh mục nào có hiệu lực vào ngày ${day.vi}.`,
    en: term.remark?.en ?? `No list in force on ${day.en}.`,
  };
}

function inForce({ size, from, until }: NationalListTerm, label: Text): Text {
  const begins = from === null ? null : dayWords(from);
  const ends = until === null ? null : dayWords(until);
  const term = {
    vi: `${begins === null ? '' : `, có hiệu lực từ ${begins.vi}`}${ends === null ? '' : ` đến trước ${ends.vi}`}`,
    en: `${begins === null ? '' : `, in force from ${begins.en}`}${ends === null ? '' : ` until the day before ${ends.en}`}`,
  };
  return {
    vi: `${String(size)} cơ sở dữ liệu quốc gia theo ${label.vi}${term.vi}`,
    en: `of ${String(size)} national databases of ${label.en}${term.en}`,
  };
}
