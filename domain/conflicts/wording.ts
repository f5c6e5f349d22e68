import type { CalendarDate } from '../calendar';
import type { Facts, Provision, StatedDeadline, Text } from './facts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** 2022-03-31 → 31/3/2022; 31 March 2022. */
export function dayWords(on: CalendarDate): Text {
  const [year = '', month = '', day = ''] = on.split('-');
  return {
    vi: `${String(Number(day))}/${String(Number(month))}/${year}`,
    en: `${String(Number(day))} ${months[Number(month) - 1] ?? ''} ${year}`,
  };
}

export function daysWords(days: number): Text {
  return { vi: `${String(days)} ngày`, en: days === 1 ? '1 day' : `${String(days)} days` };
}

/** A text in both languages at once: `words`…${text}…``. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly Text[]
): (english: TemplateStringsArray, ...own: readonly Text[]) => Text {
  const vi = filled(
    strings,
    values.map((value) => value.vi),
  );
  return (english, ...own) => ({
    vi,
    en: filled(
      english,
      own.map((value) => value.en),
    ),
  });
}

function filled(strings: TemplateStringsArray, values: readonly string[]): string {
  return strings.map((text, index) => text + (values[index] ?? '')).join('');
}

export function sentences(...texts: readonly Text[]): Text {
  const said = texts.filter(({ vi }) => vi !== '');
  return { vi: said.map(({ vi }) => vi).join(' '), en: said.map(({ en }) => en).join(' ') };
}

export const nothing: Text = { vi: '', en: '' };

/** Names that may hold 'và' themselves: 'A, B'. */
export function agencyWords(facts: Facts, ids: readonly string[]): Text {
  return row(
    ', ',
    ids.map((id) => facts.agencies.get(id)?.name ?? { vi: id, en: id }),
  );
}

function connectionWords(facts: Facts, slug: string): Text {
  const [a, b] = slug.split('~').map((end) => facts.databases.get(end)?.name ?? { vi: end, en: end });
  return { vi: `${a?.vi ?? ''} ↔ ${b?.vi ?? ''}`, en: `${a?.en ?? ''} ↔ ${b?.en ?? ''}` };
}

export function connectionsWords(facts: Facts, slugs: readonly string[]): Text {
  return row(
    '; ',
    slugs.map((slug) => connectionWords(facts, slug)),
  );
}

/** Provisions as a reader cites them, each document named once: 'khoản 4, Mục IV; dòng 34, mục IV, Phụ lục II (Quyết định số …)'. */
export function labelsOf(provisions: readonly Provision[]): Text {
  const documents = [...new Set(provisions.map(({ document }) => document))];
  return row(
    '; ',
    documents.map((document) => {
      const own = provisions.filter((provision) => provision.document === document);
      const [first] = own;
      if (first === undefined || own.length === 1 || first.place.vi === '') return first?.label ?? nothing;
      const places = row(
        '; ',
        own.map(({ place }) => place),
      );
      const plan = planOf(first);
      return { vi: `${places.vi} (${plan.vi})`, en: `${places.en} (${plan.en})` };
    }),
  );
}

/** The document of a provision, as a reader cites it. */
export function planOf({ label, place }: Provision): Text {
  if (place.vi === '') return label;
  return { vi: label.vi.slice(place.vi.length + 2), en: label.en.slice(0, -place.en.length - 2) };
}

export function row(separator: string, items: readonly Text[]): Text {
  return { vi: items.map(({ vi }) => vi).join(separator), en: items.map(({ en }) => en).join(separator) };
}

const fixed: Readonly<Record<string, Text>> = {
  NONE: { vi: 'không ghi thời hạn', en: 'no deadline' },
  ONGOING: { vi: 'thường xuyên', en: 'continuous' },
  RECURRING: { vi: 'định kỳ', en: 'recurring' },
  STAGED: { vi: 'theo từng giai đoạn', en: 'in stages' },
};

/** The deadline of a provision in few words: its last day, or what stands in place of one. */
export function deadlineWords(deadline: StatedDeadline): Text {
  if (deadline.dueOn !== null) {
    const on = dayWords(deadline.dueOn);
    return { vi: `hạn ${on.vi}`, en: `due ${on.en}` };
  }
  if (deadline.trigger !== null)
    return { vi: `chờ sự kiện “${deadline.trigger.name.vi}”`, en: `waiting for “${deadline.trigger.name.en}”` };
  const begins = deadline.startOn === null ? undefined : dayWords(deadline.startOn);
  return (
    fixed[deadline.precision] ??
    (begins === undefined ? { vi: 'không có ngày cuối', en: 'no last day' } : { vi: `từ ${begins.vi}`, en: `from ${begins.en}` })
  );
}
