import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import type { ReadingPolicy } from '../../../domain/reading';
import { asOfDay, DateScalar } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { ObligationFilter } from '../filters';
import { obligationStats } from './queries';
import { ObligationDimensionEnum, ObligationStats, ReadingEnum, type ObligationDimension } from './types';

@Resolver()
export class StatsResolver {
  @Directive('@cost(weight: 20)')
  @Query(() => [ObligationStats], {
    description: 'Duties counted by where they stand on a day, in groups; no dimension: one group of all (thống kê nghĩa vụ).',
  })
  obligationStats(
    @Ctx() context: Context,
    @Arg('groupBy', () => [ObligationDimensionEnum]) groupBy: ObligationDimension[],
    @Arg('filter', () => ObligationFilter, { nullable: true }) filter?: ObligationFilter | null,
    @Arg('reading', () => ReadingEnum, {
      defaultValue: 'APPENDIX_FIRST',
      description: 'Whose lead counts where provisions differ (cách đọc).',
    })
    reading?: ReadingPolicy,
    @Arg('asOf', () => DateScalar, asOfDay)
    asOf?: CalendarDate | null,
  ): Promise<ObligationStats[]> {
    return obligationStats(context, filter ?? {}, groupBy, reading ?? 'APPENDIX_FIRST', context.on(asOf));
  }
}
