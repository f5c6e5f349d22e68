import type { CalendarDate } from './calendar';
import type { Part } from './succession';

/** What an explanation needs to name. */
export interface Names {
  agency(id: string): { vi: string; en: string };
  database(id: string): { vi: string; en: string };
  succession(id: string): NamedSuccession;
}

export interface NamedSuccession {
  readonly from: string;
  readonly to: string | null;
  readonly kind: string;
  readonly scope: readonly string[];
  readonly effectiveFrom: CalendarDate;
  readonly confidence: string;
  /** Short names of the documents it rests on. */
  readonly legalBasis: ReadonlyArray<{ vi: string; en: string }>;
}

interface Text {
  readonly vi: string;
  readonly en: string;
}

const passing: Readonly<Record<string, Text>> = {
  RENAMED: { vi: 'đổi tên thành', en: 'was renamed' },
  MERGED: { vi: 'hợp nhất, sáp nhập vào', en: 'was merged into' },
  SPLIT: { vi: 'được chia tách, phần chính chuyển sang', en: 'was split; the main part passed to' },
  DISSOLVED: { vi: 'chấm dứt hoạt động, nhiệm vụ chuyển sang', en: 'was dissolved; its tasks passed to' },
  FUNCTION_TRANSFERRED: { vi: 'chuyển chức năng sang', en: 'passed the function to' },
};

const doubts: Readonly<Record<string, Text>> = {
  PRESS: { vi: 'theo báo chí', en: 'according to the press' },
  DATASET: { vi: 'theo bộ dữ liệu công khai', en: 'according to a public data set' },
  DISPUTED: { vi: 'các nguồn không thống nhất', en: 'sources disagree' },
  UNVERIFIED: { vi: 'chưa kiểm chứng', en: 'not verified' },
};

/** Why the agency of `part` answers for what the document gave to `origin`: the chain with days and legal bases. */
export function explain(origin: string, part: Part, names: Names): Text {
  const sentences = [named(origin, names), ...part.via.map((id) => step(names.succession(id), names)), conclusion(origin, part, names)];
  return { vi: sentences.map((text) => text.vi).join(' '), en: sentences.map((text) => text.en).join(' ') };
}

function named(origin: string, names: Names): Text {
  const { vi, en } = names.agency(origin);
  return { vi: `Văn bản giao cho ${vi}.`, en: `The document names ${en}.` };
}

function step(event: NamedSuccession, names: Names): Text {
  const from = names.agency(event.from);
  const to = event.to === null ? null : names.agency(event.to);
  const how = passing[event.kind] ?? { vi: 'chuyển sang', en: 'passed to' };
  const scope = listed(event.scope.map((id) => names.database(id)));
  const about = event.scope.length === 0 ? { vi: '', en: '' } : { vi: ` đối với ${scope.vi}`, en: ` for ${scope.en}` };
  const grounds = basis(event);
  if (to === null) {
    return {
      vi: `Từ ${dayVi(event.effectiveFrom)} ${from.vi} chấm dứt hoạt động, không có cơ quan kế thừa duy nhất${grounds.vi}.`,
      en: `From ${event.effectiveFrom} ${from.en} ceased to exist without a single successor${grounds.en}.`,
    };
  }
  return {
    vi: `Từ ${dayVi(event.effectiveFrom)} ${from.vi} ${how.vi} ${to.vi}${about.vi}${grounds.vi}.`,
    en: `From ${event.effectiveFrom} ${from.en} ${how.en} ${to.en}${about.en}${grounds.en}.`,
  };
}

function basis(event: NamedSuccession): Text {
  const documents = listed(event.legalBasis);
  const doubt = doubts[event.confidence];
  const vi = [event.legalBasis.length === 0 ? null : `căn cứ ${documents.vi}`, doubt?.vi ?? null].filter((text) => text !== null);
  const en = [event.legalBasis.length === 0 ? null : `legal basis: ${documents.en}`, doubt?.en ?? null].filter((text) => text !== null);
  return { vi: vi.length === 0 ? '' : ` (${vi.join('; ')})`, en: en.length === 0 ? '' : ` (${en.join('; ')})` };
}

function conclusion(origin: string, part: Part, names: Names): Text {
  const scope = listed(part.scope.map((id) => names.database(id)));
  const about = part.scope.length === 0 ? { vi: '', en: '' } : { vi: ` về ${scope.vi}`, en: ` for ${scope.en}` };
  if (part.agency === null) {
    const candidates = listed(part.candidates.map((id) => names.agency(id)));
    return part.candidates.length === 0
      ? {
          vi: 'Chưa xác định được cơ quan chịu trách nhiệm; không có nguồn nào nêu.',
          en: 'Who answers for it is unresolved; no source says.',
        }
      : {
          vi: `Chưa xác định được cơ quan chịu trách nhiệm; có thể là: ${candidates.vi}.`,
          en: `Who answers for it is unresolved; it may be: ${candidates.en}.`,
        };
  }
  const agency = names.agency(part.agency);
  if (part.asMember) {
    const collective = names.agency(origin);
    return {
      vi: `${agency.vi} chịu trách nhiệm với tư cách thành viên của “${collective.vi}”.`,
      en: `${agency.en} answers for it as a member of “${collective.en}”.`,
    };
  }
  const doubt = part.disputed
    ? { vi: ' Các nguồn không thống nhất; đây là một trong các cách hiểu.', en: ' Sources disagree; this is one of the readings.' }
    : { vi: '', en: '' };
  return { vi: `${agency.vi} chịu trách nhiệm${about.vi}.${doubt.vi}`, en: `${agency.en} answers for it${about.en}.${doubt.en}` };
}

function listed(texts: readonly Text[]): Text {
  return { vi: texts.map((text) => text.vi).join('; '), en: texts.map((text) => text.en).join('; ') };
}

function dayVi(day: CalendarDate): string {
  return day.split('-').reverse().join('/');
}
