import { Field, ObjectType, type ClassType } from 'type-graphql';
import { inLanguage } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { ObligationEvent } from './ObligationEvent';
import { UserError } from './types';
import { write, type Write } from './write';

interface Payload {
  readonly event: ObligationEvent | null;
  readonly obligation: Obligation | null;
  readonly userErrors: UserError[];
}

function payloadOf(name: string, description: string): ClassType<Payload> {
  @ObjectType(name, { simpleResolvers: true, description })
  class PayloadType {
    @Field(() => ObligationEvent, { nullable: true, description: 'What was recorded; null: it was refused (sự kiện).' })
    event: ObligationEvent | null;

    @Field(() => Obligation, { nullable: true, description: 'The duty as it is now; null: it was not found or not looked up (nghĩa vụ).' })
    obligation: Obligation | null;

    @Field(() => [UserError], { description: 'Why it was refused; empty: it was recorded (lỗi).' })
    userErrors: UserError[];
  }
  return PayloadType;
}

export const ReportProgressPayload = payloadOf('ReportProgressPayload', 'What became of a report on progress (kết quả báo cáo tiến độ).');
export const VerifyReportPayload = payloadOf('VerifyReportPayload', 'What became of a decision on a report (kết quả xác nhận).');
export const RequestExtensionPayload = payloadOf(
  'RequestExtensionPayload',
  'What became of a request for more time (kết quả đề nghị gia hạn).',
);
export const DecideExtensionPayload = payloadOf(
  'DecideExtensionPayload',
  'What became of a decision on more time (kết quả quyết định gia hạn).',
);
export const FileMonthlyReportPayload = payloadOf(
  'FileMonthlyReportPayload',
  'What became of a monthly report (kết quả nộp báo cáo tháng).',
);

/** Does a write and tells what became of it; what is not asked for is not read. */
export async function outcomeOf(context: Context, asked: Write): Promise<object> {
  const { eventId, event, obligationId, problems } = await write(context, asked);
  const userErrors = problems.map(({ code, message: { vi, en }, path }) => ({
    code,
    message: inLanguage(context.language, vi, en),
    path: [...path],
  }));
  return {
    event: () => event ?? (eventId === null ? null : context.record(ObligationEvent, eventId)),
    obligation: () => (obligationId === null ? null : context.record(Obligation, obligationId)),
    userErrors,
  };
}
