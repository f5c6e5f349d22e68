import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { Arg, Directive, Field, ID, InterfaceType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { parseDay, type CalendarDate } from '../domain/calendar';
import { connectionStatuses } from '../domain/progress';
import { confidences, deadlinePrecisions, governmentLevels } from '../domain/vocabulary';

const enumMeanings = new Map<string, Readonly<Record<string, string>>>();

/** The names of an enum's value in both languages, from its description 'English (tiếng Việt)'. */
export function enumLabel(name: string, value: string): { vi: string; en: string } {
  const [, en = value, vi = value] = /^(.*?)(?:;[^()]*)? \(([^()]*)\)$/.exec(enumMeanings.get(name)?.[value] ?? '') ?? [];
  return { vi, en };
}

/** Registers a closed word list as a GraphQL enum; every value is described for analysts. */
export function enumType<Value extends string>(
  name: string,
  values: readonly Value[],
  description: string,
  meanings: Readonly<Record<Value, string>>,
): Record<Value, Value> {
  const type = Object.fromEntries(values.map((value) => [value, value])) as Record<Value, Value>;
  const valuesConfig = Object.fromEntries(values.map((value) => [value, { description: meanings[value] }])) as Record<
    Value,
    { description: string }
  >;
  registerEnumType(type, { name, description, valuesConfig });
  enumMeanings.set(name, meanings);
  return type;
}

function readDay(value: unknown): CalendarDate {
  const parsed = typeof value === 'string' ? parseDay(value) : null;
  if (parsed === null) {
    throw new GraphQLError(`${JSON.stringify(value)} is not a calendar day; expected YYYY-MM-DD, for example 2022-03-31`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return parsed;
}

export const DateScalar = new GraphQLScalarType<CalendarDate, string>({
  name: 'Date',
  description: 'A calendar day in Asia/Ho_Chi_Minh, ISO 8601, e.g. 2022-03-31 (ngày).',
  serialize: readDay,
  parseValue: readDay,
  parseLiteral: (node) => readDay(node.kind === Kind.STRING ? node.value : null),
});

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  name: 'DateTime',
  description: 'An instant, RFC 3339 with offset (thời điểm).',
});

export const languages = ['VI', 'EN'] as const;
export type Language = (typeof languages)[number];
export const LanguageEnum = enumType('Language', languages, 'Language of a text (ngôn ngữ).', {
  VI: 'Vietnamese (tiếng Việt)',
  EN: 'English (tiếng Anh)',
});

export const GovernmentLevelEnum = enumType('GovernmentLevel', governmentLevels, 'Level of government (cấp chính quyền).', {
  CENTRAL: 'Central (trung ương)',
  PROVINCE: 'Province or centrally-run city (cấp tỉnh)',
  DISTRICT: 'District, abolished on 2025-07-01 (cấp huyện)',
  COMMUNE: 'Commune (cấp xã)',
  NON_STATE: 'Outside the state: enterprises, citizens (ngoài nhà nước)',
});

export const ConfidenceEnum = enumType('Confidence', confidences, 'How sure a fact is (độ tin cậy).', {
  STATED: 'Read in a document whose text is held here (đọc từ văn bản)',
  OFFICIAL: 'From an official text or page (nguồn chính thức)',
  PRESS: 'From the press or an agency page (báo chí)',
  DATASET: 'From a public data set (bộ dữ liệu công khai)',
  DISPUTED: 'Sources disagree; each reading is kept (nguồn mâu thuẫn)',
  UNVERIFIED: 'General knowledge, not verified (chưa kiểm chứng)',
});

export const DeadlinePrecisionEnum = enumType(
  'DeadlinePrecision',
  deadlinePrecisions,
  'How exactly a deadline is stated (độ chính xác của thời hạn).',
  {
    DAY: 'A day (ngày)',
    MONTH: 'A month; its last day is due (tháng)',
    QUARTER: 'A quarter; its last day is due (quý)',
    YEAR: 'A year; its last day is due (năm)',
    PERIOD: 'A span of years (giai đoạn)',
    STAGED: 'Several days for several audiences (theo từng cấp)',
    RECURRING: 'Again and again (định kỳ)',
    ONGOING: 'Without end (thường xuyên)',
    TRIGGERED: 'After something else has happened (ngay sau khi …)',
    NONE: 'The provision is silent (không ghi thời hạn)',
  },
);

export const ConnectionStatusEnum = enumType('ConnectionStatus', connectionStatuses, 'How far a connection is (tình trạng kết nối).', {
  NOT_STARTED: 'Nothing was reported of it (chưa thực hiện)',
  SUSPENDED: 'Stopped for the time being (tạm dừng)',
  IN_PROGRESS: 'Under way (đang thực hiện)',
  CLAIMED: 'Reported as done, not verified (báo cáo đã hoàn thành, chưa xác minh)',
  VERIFIED: 'Verified as done (đã được xác minh)',
});

/** Options of every `asOf` argument. */
export const asOfDay = { nullable: true, description: 'On this day; by default today, or the day of the As-Of header (tại ngày).' };

@InterfaceType('Node', {
  description: 'Anything with a global, readable id that is fixed for life (đối tượng có mã định danh).',
  autoRegisterImplementations: false,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id: type prefix and readable slug (mã định danh).' })
  id: string;
}

/** A class that stands for an entity owned by another subgraph; only its id is known here. */
export function entityStub(name: string, options: { contributes?: boolean; node?: boolean } = {}): ClassType<{ id: string }> {
  const implementing = options.node === true ? { implements: Node } : {};
  @ObjectType(name, { ...implementing, simpleResolvers: true })
  @Directive(`@key(fields: "id"${options.contributes === true ? '' : ', resolvable: false'})`)
  class Stub {
    @Field(() => ID, { description: 'Global id (mã định danh).' })
    id: string;
  }
  return Stub;
}

/** The one stub of a legal document in a subgraph, since citations hold it; a subgraph may add fields to it. */
export const LegalDocumentStub = entityStub('LegalDocument', { contributes: true });

@ObjectType({ simpleResolvers: true, description: 'A place in a legal document or another source (căn cứ, trích dẫn).' })
@Directive('@shareable')
export class Citation {
  documentId: string | null;

  labelVi: string;

  labelEn: string;

  @Field(() => LegalDocumentStub, { description: 'The document cited (văn bản).' })
  get document(): { id: string } {
    return { id: this.documentId ?? '' };
  }

  @Field(() => String, {
    nullable: true,
    description: 'Path of the provision, e.g. III.5.b.4; null when the whole document is meant (điều khoản).',
  })
  path: string | null;

  @Field(() => String, { description: 'How a reader cites it (cách trích dẫn).' })
  label(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return language === 'EN' ? this.labelEn : this.labelVi;
  }

  @Field(() => [Int], { nullable: true, description: 'First and last line in the copy read; null where the text is not held (dòng).' })
  lines: number[] | null;

  @Field(() => String, { nullable: true, description: 'Where else it was read; null for a document held here (nguồn).' })
  sourceUrl: string | null;

  static of(given: {
    documentId: string;
    labelVi: string;
    labelEn: string;
    path?: string | null;
    lines?: number[] | null;
    sourceUrl?: string | null;
  }): Citation {
    return Object.assign(new Citation(), { path: null, lines: null, sourceUrl: null, ...given });
  }
}

@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list (thông tin trang).' })
@Directive('@shareable')
@Directive('@cost(weight: 0)')
export class PageInfo {
  @Field(() => Boolean, { description: 'More items follow (còn trang sau).' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Items come before (có trang trước).' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first item; null on an empty page (con trỏ đầu).' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last item; null on an empty page (con trỏ cuối).' })
  endCursor: string | null;
}

/** `vi` in Vietnamese; in English the translation, or the Vietnamese where none exists. */
export function inLanguage(language: Language, vi: string, en: string | null | undefined): string {
  return language === 'EN' ? (en ?? vi) : vi;
}

/** English where an Accept-Language header prefers it to Vietnamese, else Vietnamese. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return 'VI';
  const weights = { vi: 0, en: 0 };
  for (const [, tag, weight = '1'] of acceptLanguage
    .toLowerCase()
    .matchAll(/(?<=^|[\s,])(vi|en)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/g)) {
    weights[tag as 'vi' | 'en'] = Math.max(weights[tag as 'vi' | 'en'], Number(weight));
  }
  return weights.en > weights.vi ? 'EN' : 'VI';
}
