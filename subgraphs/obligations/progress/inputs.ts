import { Field, ID, InputType, Int } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import type { ProgressStatus } from '../../../domain/progress';
import { DateScalar } from '../../../shared/graph';
import { ProgressStatusEnum } from '../state/types';

const key = {
  description: 'Chosen by the client, new for each act: a retry with the same key and body gives the first result again (khóa chống lặp).',
};
const actor = { description: 'The agency that acts; the one of the token (cơ quan thực hiện).' };
const day = { description: 'The day it holds for, today or before (ngày có giá trị).' };
const accept = { description: 'true: yes; false: no, with a reason (chấp nhận).' };
const version = {
  nullable: true,
  description: 'Obligation.version on which the decision was made; refused when the duty has moved on; by default any (phiên bản đã đọc).',
};

@InputType({ description: 'What shows that a report is true (tài liệu chứng minh).' })
export class EvidenceInput {
  @Field(() => String, { description: 'Where it can be read, http or https (đường dẫn).' })
  url: string;

  @Field(() => String, { nullable: true, description: 'What it is, e.g. application/pdf (loại tài liệu).' })
  type?: string | null;

  @Field(() => String, { nullable: true, description: 'sha256: and 64 hexadecimal digits of its content (mã băm).' })
  hash?: string | null;
}

@InputType({ description: 'A place in a legal document; documentId or sourceUrl is needed (căn cứ, trích dẫn).' })
export class CitationInput {
  @Field(() => ID, { nullable: true, description: 'The document, when the graph knows it (văn bản).' })
  documentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Path of the provision, e.g. III.5.b.4 (điều khoản).' })
  path?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it can be read, http or https (nguồn).' })
  sourceUrl?: string | null;
}

@InputType({ description: 'A report on how far a duty is (báo cáo tiến độ).' })
export class ReportProgressInput {
  @Field(() => String, key)
  idempotencyKey: string;

  @Field(() => ID, { description: 'The duty (nghĩa vụ).' })
  obligationId: string;

  @Field(() => ID, actor)
  agencyId: string;

  @Field(() => DateScalar, day)
  effectiveOn: CalendarDate;

  @Field(() => ProgressStatusEnum, { description: 'How far it is (trạng thái).' })
  status: ProgressStatus;

  @Field(() => Int, { nullable: true, description: 'How much is done, 0 to 100 (tỷ lệ hoàn thành).' })
  percent?: number | null;

  @Field(() => String, { nullable: true, description: 'What a reader should know (ghi chú).' })
  note?: string | null;

  @Field(() => [EvidenceInput], { nullable: true, description: 'What shows that it is true (tài liệu chứng minh).' })
  evidence?: EvidenceInput[] | null;
}

@InputType({ description: 'A decision on a report (xác nhận hoặc bác báo cáo).' })
export class VerifyReportInput {
  @Field(() => String, key)
  idempotencyKey: string;

  @Field(() => ID, { description: 'The report (sự kiện báo cáo tiến độ).' })
  eventId: string;

  @Field(() => ID, actor)
  agencyId: string;

  @Field(() => DateScalar, day)
  effectiveOn: CalendarDate;

  @Field(() => Boolean, accept)
  accept: boolean;

  @Field(() => String, { nullable: true, description: 'Why; needed to reject (lý do).' })
  reason?: string | null;

  @Field(() => Int, version)
  expectedVersion?: number | null;
}

@InputType({ description: 'A request for a later last day (đề nghị gia hạn).' })
export class RequestExtensionInput {
  @Field(() => String, key)
  idempotencyKey: string;

  @Field(() => ID, { description: 'The duty (nghĩa vụ).' })
  obligationId: string;

  @Field(() => ID, actor)
  agencyId: string;

  @Field(() => DateScalar, day)
  effectiveOn: CalendarDate;

  @Field(() => DateScalar, { description: 'The last day asked for (hạn mới).' })
  newDueOn: CalendarDate;

  @Field(() => String, { description: 'Why (lý do).' })
  reason: string;
}

@InputType({ description: 'A decision on a request for a later last day (quyết định gia hạn).' })
export class DecideExtensionInput {
  @Field(() => String, key)
  idempotencyKey: string;

  @Field(() => ID, { description: 'The request (sự kiện đề nghị gia hạn).' })
  eventId: string;

  @Field(() => ID, actor)
  agencyId: string;

  @Field(() => DateScalar, day)
  effectiveOn: CalendarDate;

  @Field(() => Boolean, accept)
  accept: boolean;

  @Field(() => CitationInput, { nullable: true, description: 'On what it rests; needed to grant (căn cứ pháp lý).' })
  legalBasis?: CitationInput | null;

  @Field(() => String, { nullable: true, description: 'Why; needed to refuse (lý do).' })
  reason?: string | null;

  @Field(() => Int, version)
  expectedVersion?: number | null;
}

@InputType({ description: 'What a monthly report says about one thing (mục của báo cáo tháng).' })
export class MonthlyReportItemInput {
  @Field(() => String, { description: 'What was done or stands in the way (nội dung).' })
  text: string;

  @Field(() => ID, { nullable: true, description: 'The duty it is about (mã nghĩa vụ).' })
  obligationId?: string | null;

  @Field(() => ProgressStatusEnum, { nullable: true, description: 'How far that duty is (trạng thái).' })
  status?: ProgressStatus | null;

  @Field(() => Int, { nullable: true, description: 'How much of it is done, 0 to 100 (tỷ lệ hoàn thành).' })
  percent?: number | null;
}

@InputType({ description: 'The report of a month that a body owes (báo cáo tháng).' })
export class FileMonthlyReportInput {
  @Field(() => String, key)
  idempotencyKey: string;

  @Field(() => ID, { description: 'The duty to report every month (nghĩa vụ báo cáo).' })
  obligationId: string;

  @Field(() => ID, actor)
  agencyId: string;

  @Field(() => String, { description: 'The month, e.g. 2022-03 (kỳ báo cáo).' })
  period: string;

  @Field(() => DateScalar, { description: 'When it was filed, today or before (ngày nộp).' })
  filedOn: CalendarDate;

  @Field(() => [MonthlyReportItemInput], { nullable: true, description: 'What it says (các mục báo cáo).' })
  items?: MonthlyReportItemInput[] | null;
}
