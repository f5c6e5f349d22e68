import { Arg, Field, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { standings } from '../../domain/standing';
import { obligationKinds, type Confidence } from '../../domain/vocabulary';
import {
  ConfidenceEnum,
  DateScalar,
  DeadlinePrecisionEnum,
  entityStub,
  enumType,
  inLanguage,
  LanguageEnum,
  LegalDocumentStub,
  type Language,
} from '../../shared/graph';

export const AgencyStub = entityStub('Agency', { contributes: true });

export const ObligationKindEnum = enumType('ObligationKind', obligationKinds, 'What a duty is about (loại nhiệm vụ).', {
  CONNECTION: 'Connecting databases (kết nối, chia sẻ dữ liệu)',
  POLICY: 'Laws, rules, standards (thể chế, chính sách)',
  SERVICE: 'Public services (dịch vụ công)',
  INFRASTRUCTURE: 'Infrastructure and systems (hạ tầng)',
  IDENTITY: 'Identity and authentication (định danh, xác thực)',
  MONITORING: 'Monitoring and guiding (theo dõi, giám sát)',
  REPORTING: 'Reporting (báo cáo)',
  TARGET: 'A target to be reached (mục tiêu)',
  ORGANISATION: 'Organising and directing (tổ chức thực hiện)',
  FINANCE: 'Funding (kinh phí)',
  RESEARCH: 'Research (nghiên cứu)',
  COMMUNICATION: 'Informing the public (tuyên truyền)',
  DATA_CLEANING: 'Cleaning data (làm sạch dữ liệu)',
});

export const StandingEnum = enumType(
  'Standing',
  standings,
  'Where a duty stands on a day; the first four are the official classes (tình trạng).',
  {
    COMPLETED_ON_TIME: 'Done in term (hoàn thành đúng hạn)',
    COMPLETED_LATE: 'Done late (hoàn thành quá hạn)',
    OPEN_IN_TERM: 'Not done, in term (chưa hoàn thành, trong hạn)',
    OPEN_OVERDUE: 'Not done, overdue (chưa hoàn thành, quá hạn)',
    COMPLETED_UNDATED: 'Done; no last day was set (hoàn thành, không ghi thời hạn)',
    OPEN_UNDATED: 'Not done; no last day is set (chưa hoàn thành, không ghi thời hạn)',
    AWAITING_TRIGGER: 'Waiting for what must happen first (chờ điều kiện)',
  },
);

export const obligationOrders = ['DUE_ON_ASC', 'DUE_ON_DESC', 'DOCUMENT_ORDER', 'DAYS_LATE_DESC'] as const;
export type ObligationOrder = (typeof obligationOrders)[number];
export const ObligationOrderEnum = enumType('ObligationOrder', obligationOrders, 'Order of a list of duties (sắp xếp).', {
  DUE_ON_ASC: 'Earliest last day first, undated last (hạn sớm trước)',
  DUE_ON_DESC: 'Latest last day first, undated last (hạn muộn trước)',
  DOCUMENT_ORDER: 'As the documents have them, older documents first (theo văn bản)',
  DAYS_LATE_DESC: 'Most days late first (trễ nhiều trước)',
});

const recurrencePeriods = ['WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
const RecurrencePeriodEnum = enumType('RecurrencePeriod', recurrencePeriods, 'How often (chu kỳ).', {
  WEEK: 'Every week (hằng tuần)',
  MONTH: 'Every month (hằng tháng)',
  QUARTER: 'Every quarter (hằng quý)',
  YEAR: 'Every year (hằng năm)',
});

@ObjectType({ simpleResolvers: true, description: 'The part of a staged deadline for one audience (từng giai đoạn của thời hạn).' })
export class DeadlineStage {
  @Field(() => String, { description: 'For whom, in the words of the document (đối tượng).' })
  audience: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null where the text names none (từ ngày).' })
  startOn: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null where the text names none (đến ngày).' })
  dueOn: CalendarDate | null;
}

@ObjectType({ simpleResolvers: true, description: 'How a duty comes back (định kỳ).' })
export class Recurrence {
  @Field(() => RecurrencePeriodEnum, { description: 'How often (chu kỳ).' })
  every: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Before this day of the month: the day before it is the last; null where the text names none (trước ngày).',
  })
  beforeDay: number | null;

  @Field(() => Int, { nullable: true, description: 'On this day of the month; null where the text names none (vào ngày).' })
  onDay: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'What must happen before a deadline begins (điều kiện).' })
export class DeadlineTrigger {
  nameVi: string;

  nameEn: string | null;

  fulfilledById: string | null;

  noteVi: string | null;

  noteEn: string | null;

  @Field(() => String, { description: "The document's own words (cách ghi)." })
  text: string;

  @Field(() => String, { description: 'What must happen (sự kiện).' })
  name(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, this.nameVi, this.nameEn);
  }

  @Field(() => Boolean, { description: 'Whether it is known to have happened (đã xảy ra).' })
  get fulfilled(): boolean {
    return this.fulfilledOn !== null || this.fulfilledById !== null;
  }

  @Field(() => DateScalar, { nullable: true, description: 'When it happened; null: it has not, or the day is not known (ngày xảy ra).' })
  fulfilledOn: CalendarDate | null;

  @Field(() => LegalDocumentStub, { nullable: true, description: 'The document that fulfilled it; null: none known (văn bản).' })
  get fulfilledBy(): { id: string } | null {
    return this.fulfilledById === null ? null : { id: this.fulfilledById };
  }

  @Field(() => ConfidenceEnum, { description: 'How sure the fulfilment is (độ tin cậy).' })
  confidence: Confidence;

  @Field(() => String, { nullable: true, description: 'What is worth knowing; null: nothing (ghi chú).' })
  note(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return this.noteVi === null ? null : inLanguage(language, this.noteVi, this.noteEn);
  }
}

@ObjectType({ simpleResolvers: true, description: 'A deadline as a document states it (thời hạn).' })
export class Deadline {
  @Field(() => String, { description: "The document's own few words; empty when it is silent (cách ghi)." })
  text: string;

  @Field(() => DeadlinePrecisionEnum, { description: 'How exactly it is stated (độ chính xác).' })
  precision: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day of a term; null where the text names none (từ ngày).' })
  startOn: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null when there is none (đến ngày).' })
  dueOn: CalendarDate | null;

  @Field(() => [DeadlineStage], { description: 'The days for each audience, of a staged deadline (các giai đoạn).' })
  stages: DeadlineStage[];

  @Field(() => Recurrence, { nullable: true, description: 'How it comes back, of a recurring deadline; null otherwise (định kỳ).' })
  recurrence: Recurrence | null;

  @Field(() => DeadlineTrigger, {
    nullable: true,
    description: 'What must happen first, of a triggered deadline; null otherwise (điều kiện).',
  })
  trigger: DeadlineTrigger | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A document known to be the output of a duty; not a report of the bearer (sản phẩm đã ban hành).',
})
export class ObligationOutput {
  documentId: string;

  noteVi: string | null;

  noteEn: string | null;

  @Field(() => LegalDocumentStub, { description: 'The document (văn bản).' })
  get document(): { id: string } {
    return { id: this.documentId };
  }

  @Field(() => DateScalar, { nullable: true, description: 'When it was issued; null: the day is not known (ngày ban hành).' })
  issuedOn: CalendarDate | null;

  @Field(() => ConfidenceEnum, { description: 'How sure it is (độ tin cậy).' })
  confidence: Confidence;

  @Field(() => String, { nullable: true, description: 'What is worth knowing; null: nothing (ghi chú).' })
  note(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return this.noteVi === null ? null : inLanguage(language, this.noteVi, this.noteEn);
  }
}
