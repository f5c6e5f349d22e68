import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LegalBasis } from '../../../domain/admission/facts';
import type { CalendarDate } from '../../../domain/calendar';
import type { ObligationEventKind, ProgressStatus } from '../../../domain/progress';
import { DateScalar, DateTimeScalar, Node } from '../../../shared/graph';
import { ProgressStatusEnum } from '../state/types';
import { Evidence, MonthlyReportItem, ObligationEventKindEnum } from './types';

/** The store keeps columns of its own beside these: its migration alone shapes the table. */
@Entity('event', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An entry in the log of a duty; nothing in the log is ever altered (sự kiện trong nhật ký thực hiện nghĩa vụ).',
})
@Directive('@key(fields: "id")')
export class ObligationEvent implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id: event:<document>/<path>/<number> (mã định danh).' })
  id: string;

  @Column('text', { name: 'obligation_id' })
  obligationId: string;

  @Column('int')
  @Field(() => Int, { description: 'Place in the log of its duty: 1, 2, 3 … (số thứ tự).' })
  number: number;

  @Column('text')
  @Field(() => ObligationEventKindEnum, { description: 'What it records (loại sự kiện).' })
  kind: ObligationEventKind;

  @Column('text', { name: 'by_id' })
  byId: string;

  @Column('date', { name: 'effective_on' })
  @Field(() => DateScalar, { description: 'The day it holds for (ngày có giá trị).' })
  effectiveOn: CalendarDate;

  @Column('timestamptz', { name: 'recorded_at' })
  @Field(() => DateTimeScalar, { description: 'When it was recorded (thời điểm ghi nhận).' })
  recordedAt: Date;

  @Column('date', { name: 'recorded_on' })
  @Field(() => DateScalar, { description: 'The Vietnamese day of that, which knownOn is compared with (ngày ghi nhận).' })
  recordedOn: CalendarDate;

  @Column('text', { nullable: true })
  @Field(() => ProgressStatusEnum, { nullable: true, description: 'How far the duty is, of a report; null otherwise (trạng thái).' })
  status: ProgressStatus | null;

  @Column('int', { nullable: true })
  @Field(() => Int, { nullable: true, description: 'How much is done, in percent; null: not said (tỷ lệ hoàn thành).' })
  percent: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Note or reason; null: none was given (ghi chú, lý do).' })
  note: string | null;

  @Column('jsonb')
  @Field(() => [Evidence], { description: 'What shows that it is true (tài liệu chứng minh).' })
  evidence: Evidence[];

  @Column('jsonb', { name: 'legal_basis', nullable: true })
  basis: LegalBasis | null;

  @Column('text', { name: 'about_id', nullable: true })
  aboutId: string | null;

  @Column('date', { name: 'new_due_on', nullable: true })
  @Field(() => DateScalar, { nullable: true, description: 'The last day asked for or granted; null otherwise (hạn mới).' })
  newDueOn: CalendarDate | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'The month reported on, e.g. 2022-03; null otherwise (kỳ báo cáo).' })
  period: string | null;

  @Column('jsonb', { name: 'items', nullable: true })
  reportItems: MonthlyReportItem[] | null;

  @Field(() => [MonthlyReportItem], { description: 'What a monthly report says; empty otherwise (các mục báo cáo).' })
  get items(): MonthlyReportItem[] {
    return this.reportItems ?? [];
  }

  @Column('text', { name: 'previous_hash', nullable: true })
  @Field(() => String, { nullable: true, description: 'Hash of the entry before it; null: it is the first (mã băm của sự kiện trước).' })
  previousHash: string | null;

  @Column('text')
  @Field(() => String, { description: 'SHA-256 over its content and the hash before it, which shows tampering (mã băm).' })
  hash: string;
}
