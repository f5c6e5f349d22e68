import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { asOfDay, DateScalar } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { monthlyReports } from './queries';
import { MonthlyReportFilter, MonthlyReportStanding } from './types';

@Resolver()
export class MonthlyReportResolver {
  @Directive('@cost(weight: 20)')
  @Query(() => [MonthlyReportStanding], {
    description: 'Each body that owes a report for a month, such as 2022-03, and whether it filed it (báo cáo định kỳ hằng tháng).',
  })
  monthlyReports(
    @Ctx() context: Context,
    @Arg('period', () => String) period: string,
    @Arg('filter', () => MonthlyReportFilter, { nullable: true }) filter?: MonthlyReportFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<MonthlyReportStanding[]> {
    return monthlyReports(context, period, filter ?? {}, context.on(asOf));
  }
}
