import { Field, ID, Int, ObjectType } from 'type-graphql';
import { obligationEventKinds, type ProgressStatus } from '../../../domain/progress';
import { enumType } from '../../../shared/graph';
import { ProgressStatusEnum } from '../state/types';

export const ObligationEventKindEnum = enumType(
  'ObligationEventKind',
  obligationEventKinds,
  'What an entry in the log of a duty records (loại sự kiện).',
  {
    PROGRESS_REPORTED: 'A bearer reported progress (báo cáo tiến độ)',
    REPORT_VERIFIED: 'The verifying body confirmed a report (xác nhận báo cáo)',
    REPORT_REJECTED: 'The verifying body rejected a report (bác báo cáo)',
    EXTENSION_REQUESTED: 'A bearer asked for a later last day (đề nghị gia hạn)',
    EXTENSION_GRANTED: 'A later last day was granted (cho gia hạn)',
    EXTENSION_REFUSED: 'A later last day was refused (không cho gia hạn)',
    MONTHLY_REPORT_FILED: 'A body filed the report of a month (nộp báo cáo tháng)',
  },
);

@ObjectType({ simpleResolvers: true, description: 'What shows that a report is true (tài liệu chứng minh).' })
export class Evidence {
  @Field(() => String, { description: 'Where it can be read (đường dẫn).' })
  url: string;

  @Field(() => String, { nullable: true, description: 'What it is, e.g. application/pdf; null: not said (loại tài liệu).' })
  type: string | null;

  @Field(() => String, { nullable: true, description: 'sha256: and the hash of its content; null: not given (mã băm).' })
  hash: string | null;
}

/** The stored form of an item; the duty it is about is resolved from its id. */
@ObjectType({ simpleResolvers: true, description: 'What a monthly report says about one thing (mục của báo cáo tháng).' })
export class MonthlyReportItem {
  @Field(() => String, { description: 'What was done or stands in the way (nội dung).' })
  text: string;

  @Field(() => ID, { nullable: true, description: 'The duty it is about; null: none in particular (mã nghĩa vụ).' })
  obligationId: string | null;

  @Field(() => ProgressStatusEnum, { nullable: true, description: 'How far that duty is; null: not said (trạng thái).' })
  status: ProgressStatus | null;

  @Field(() => Int, { nullable: true, description: 'How much of it is done, in percent; null: not said (tỷ lệ hoàn thành).' })
  percent: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Why a write was refused; nothing of it was recorded (lỗi của người gửi).' })
export class UserError {
  @Field(() => String, { description: 'Stable word that programs may switch on, e.g. NOT_BEARER (mã lỗi).' })
  code: string;

  @Field(() => String, {
    description: 'What was wrong, the value seen and what would be right, in the language of the Accept-Language header (thông báo).',
  })
  message: string;

  @Field(() => [String], { description: 'Way to the argument that is wrong, from the name of the argument (đường dẫn tới trường sai).' })
  path: string[];
}
