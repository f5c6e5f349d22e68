import { Field, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { DateScalar } from '../../../shared/graph';
import { Obligation } from '../Obligation';
import { StandingCounts } from './types';

@ObjectType({ simpleResolvers: true, description: 'How many duties were overdue at the end of a month (xu hướng theo tháng).' })
export class MonthlyTrend {
  @Field(() => DateScalar, { description: 'Last day of the month, or the day asked about (ngày cuối tháng).' })
  on: CalendarDate;

  @Field(() => Int, { description: 'Duties not done and overdue at the end of it (số quá hạn).' })
  openOverdue: number;

  @Field(() => Int, { description: 'Duties whose last day fell in the month (số đến hạn trong tháng).' })
  fellDue: number;
}

@ObjectType({ simpleResolvers: true, description: 'How an agency stands with the duties it answers for on a day (bảng điểm).' })
export class Scorecard extends StandingCounts {
  @Field(() => Int, {
    nullable: true,
    description:
      'Place among the bodies of its level, the smallest share of overdue duties first; null: it owes no dated duty (thứ hạng trong cấp).',
  })
  rankInLevel: number | null;

  @Field(() => Obligation, { nullable: true, description: 'The duty that falls due next; null: none does (nhiệm vụ sắp đến hạn).' })
  nextDue: Obligation | null;

  @Field(() => Obligation, { nullable: true, description: 'The duty overdue longest; null: none is (nhiệm vụ quá hạn lâu nhất).' })
  oldestOverdue: Obligation | null;

  @Field(() => [MonthlyTrend], { description: 'The twelve months up to the day, oldest first (xu hướng mười hai tháng).' })
  trend: MonthlyTrend[];
}
