import { Arg, Field, Float, Int, ObjectType } from 'type-graphql';
import { readingPolicies, type ReadingPolicy } from '../../../domain/reading';
import { enumType, inLanguage, LanguageEnum, type Language } from '../../../shared/graph';

export const obligationDimensions = [
  'LEAD_AGENCY',
  'BEARER',
  'LEVEL',
  'KIND',
  'DOCUMENT',
  'DATABASE',
  'STANDING',
  'DUE_MONTH',
  'DUE_QUARTER',
  'DUE_YEAR',
  'PROVINCE',
] as const;
export type ObligationDimension = (typeof obligationDimensions)[number];
export const ObligationDimensionEnum = enumType(
  'ObligationDimension',
  obligationDimensions,
  'By what duties are counted (chiều thống kê).',
  {
    LEAD_AGENCY: 'Lead agency as stated; a shared duty counts for each (cơ quan chủ trì)',
    BEARER: 'Who answers for it on the day; counts for each (đơn vị chịu trách nhiệm)',
    LEVEL: 'Level of government (cấp)',
    KIND: 'What it is about (loại nhiệm vụ)',
    DOCUMENT: 'Document that gives it (văn bản)',
    DATABASE: 'Database that its text connects; counts for each (cơ sở dữ liệu)',
    STANDING: 'Where it stands on the day (tình trạng)',
    DUE_MONTH: 'Month of the last day in force (tháng đến hạn)',
    DUE_QUARTER: 'Quarter of the last day in force (quý đến hạn)',
    DUE_YEAR: 'Year of the last day in force (năm đến hạn)',
    PROVINCE: 'Province in which its bearer stands on the day (tỉnh, thành phố)',
  },
);

export const ReadingEnum = enumType('Reading', readingPolicies, "Whose lead counts where a document's provisions differ (cách đọc).", {
  APPENDIX_FIRST: 'The appendix, then the body (ưu tiên phụ lục)',
  BODY_FIRST: 'The body, then the appendix (ưu tiên thân văn bản)',
  RESPONSIBILITY_SECTION_FIRST: 'The part on responsibilities, then the appendix (ưu tiên phần phân công trách nhiệm)',
});

/** Names of the values of a dimension; one without is its own name. */
export interface Names {
  get(value: string): { readonly vi: string; readonly en: string } | undefined;
}

@ObjectType({ simpleResolvers: true, description: 'What the duties of a group have in common (khóa nhóm).' })
export class StatsKey {
  /** Looked up for the first name that is asked for. */
  names: () => Promise<Names>;

  @Field(() => ObligationDimensionEnum, { description: 'By what it was grouped (chiều).' })
  dimension: ObligationDimension;

  @Field(() => String, { nullable: true, description: 'Id or value; null: the duty has none (giá trị).' })
  id: string | null;

  @Field(() => String, { description: 'Name of the value (tên).' })
  async label(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): Promise<string> {
    if (this.id === null) return inLanguage(language, '(không có)', '(none)');
    const { vi, en } = (await this.names()).get(this.id) ?? { vi: this.id, en: this.id };
    return inLanguage(language, vi, en);
  }
}

/** Counts by standing; a scorecard has them too. */
@ObjectType({ simpleResolvers: true })
export abstract class StandingCounts {
  @Field(() => Int, { description: 'Duties in all (tổng số).' })
  total: number;

  @Field(() => Int, { description: 'Done in term (hoàn thành đúng hạn).' })
  completedOnTime: number;

  @Field(() => Int, { description: 'Done late (hoàn thành quá hạn).' })
  completedLate: number;

  @Field(() => Int, { description: 'Not done, in term (chưa hoàn thành, trong hạn).' })
  openInTerm: number;

  @Field(() => Int, { description: 'Not done, overdue (chưa hoàn thành, quá hạn).' })
  openOverdue: number;

  @Field(() => Int, { description: 'Without a last day, or awaiting a trigger (không xác định thời hạn).' })
  undated: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean days past the last day, of those that are past it; null: none is (số ngày trễ trung bình).',
  })
  meanDaysLate: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Duties of a group, counted by where they stand (thống kê nghĩa vụ).' })
export class ObligationStats extends StandingCounts {
  @Field(() => [StatsKey], { description: 'What the group has in common, in the order asked (khóa nhóm).' })
  group: StatsKey[];

  @Field(() => ReadingEnum, { description: 'Whose lead was counted (cách đọc đã dùng).' })
  reading: ReadingPolicy;

  @Field(() => Int, {
    description: 'How many of them have another lead under another reading (số nhiệm vụ đổi cơ quan chủ trì theo cách đọc).',
  })
  leadDependsOnReading: number;
}
