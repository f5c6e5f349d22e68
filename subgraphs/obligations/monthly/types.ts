import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { monthlyReportStates, type MonthlyReportState } from '../../../domain/monthlyReport';
import { DateScalar, enumType } from '../../../shared/graph';
import { Obligation } from '../Obligation';
import { AgencyStub } from '../types';

const MonthlyReportStateEnum = enumType(
  'MonthlyReportState',
  monthlyReportStates,
  'Whether a monthly report was filed (tình trạng báo cáo).',
  {
    IN_TIME: 'Filed in time (đúng hạn)',
    LATE: 'Filed late (quá hạn)',
    MISSING: 'Not filed, and past its last day (chưa nộp, quá hạn)',
    NOT_YET_DUE: 'Not filed, not past its last day (chưa đến hạn)',
  },
);

@InputType({ description: 'Which monthly reports to list; all conditions must hold (điều kiện lọc).' })
export class MonthlyReportFilter {
  @Field(() => [ID], { nullable: true, description: 'That these duties demand (nghĩa vụ).' })
  obligationIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'That one of these agencies owes (cơ quan báo cáo).' })
  agencyIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'That this agency or one inside it, at any depth, owes (trong phạm vi).' })
  withinAgencyId?: string | null;

  @Field(() => [MonthlyReportStateEnum], { nullable: true, description: 'That are so on the day (tình trạng báo cáo).' })
  states?: MonthlyReportState[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'A report that a body owes for a month, filed or not (báo cáo định kỳ hằng tháng).' })
export class MonthlyReportStanding {
  agencyId: string;

  @Field(() => AgencyStub, { description: 'The body that owes it on its last day (cơ quan báo cáo).' })
  get agency(): { id: string } {
    return { id: this.agencyId };
  }

  @Field(() => Obligation, { description: 'The duty that demands it (nghĩa vụ báo cáo).' })
  obligation: Obligation;

  @Field(() => DateScalar, { description: 'Its last day (hạn báo cáo).' })
  dueOn: CalendarDate;

  @Field(() => DateScalar, { nullable: true, description: 'The day it was filed; null: not by the day asked about (ngày báo cáo).' })
  filedOn: CalendarDate | null;

  @Field(() => MonthlyReportStateEnum, { description: 'In time, late, missing or not yet due (tình trạng báo cáo).' })
  state: MonthlyReportState;

  @Field(() => Int, {
    nullable: true,
    description: 'Days past its last day, until it was filed or the day asked about; null: none (số ngày quá hạn).',
  })
  daysLate: number | null;
}
