import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, DateScalar } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { Database } from './Database';
import { DataConnection } from './DataConnection';
import { DataConnectionConnection } from './DatabaseResolver';
import { dataConnections } from './queries';
import { DataConnectionFilter } from './types';

@Resolver(() => DataConnection)
export class DataConnectionResolver {
  @Query(() => DataConnection, { nullable: true, description: 'One connection, or null when the id is unknown (một kết nối).' })
  dataConnection(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<DataConnection | null> {
    return context.record(DataConnection, id);
  }

  @Query(() => DataConnectionConnection, {
    description: 'Connections that documents of that day or before demand or imply, by id (danh sách kết nối).',
  })
  dataConnections(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => DataConnectionFilter, { nullable: true }) filter?: DataConnectionFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay)
    asOf?: CalendarDate | null,
  ): Promise<Page<DataConnection>> {
    return dataConnections(context, filter ?? {}, context.on(asOf), args);
  }

  @FieldResolver(() => [Database], { description: 'The two databases, exactly two (hai đầu kết nối).' })
  async ends(@Ctx() context: Context, @Root() root: DataConnection): Promise<Database[]> {
    const ends = await Promise.all([context.record(Database, root.endA), context.record(Database, root.endB)]);
    return ends.filter((end) => end !== null);
  }
}
