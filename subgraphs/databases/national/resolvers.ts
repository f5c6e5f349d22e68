import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { asOfDay, DateScalar } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { Database } from '../Database';
import { nationalListOn, nationalStatus } from './queries';
import { NationalList, NationalStatus } from './types';

@Resolver(() => Database)
export class NationalDatabaseResolver {
  @FieldResolver(() => NationalStatus, {
    description: 'Whether it is on the legal list of national databases on a day (tư cách quốc gia).',
  })
  national(
    @Ctx() context: Context,
    @Root() root: Database,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<NationalStatus> {
    return nationalStatus(context, root.id, context.on(asOf));
  }
}

@Resolver(() => NationalList)
export class NationalListResolver {
  @Query(() => NationalList, {
    nullable: true,
    description: 'The legal list of national databases on a day, or why none is in force; null before the first known list (danh mục).',
  })
  nationalList(@Ctx() context: Context, @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null): Promise<NationalList | null> {
    return nationalListOn(context, context.on(asOf));
  }

  @FieldResolver(() => [Database], { description: 'Those known by name; fewer than its size where not all are known (các cơ sở dữ liệu).' })
  async databases(@Ctx() context: Context, @Root() root: NationalList): Promise<Database[]> {
    const found = await Promise.all([...root.members].map((id) => context.record(Database, id)));
    return found.filter((record) => record !== null).sort((a, b) => a.nameVi.localeCompare(b.nameVi, 'vi'));
  }
}
