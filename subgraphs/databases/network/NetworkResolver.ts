import { Arg, Ctx, Directive, Field, FieldResolver, Float, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { badInput } from '../../../shared/errors';
import { NamedIds } from '../../../shared/NamedIds';
import { asOfDay, DateScalar } from '../../../shared/graph';
import { MAX_PAGE } from '../../../shared/keyset';
import type { Context } from '../../../shared/context';
import { Database } from '../Database';
import { DataConnection } from '../DataConnection';
import type { Place } from './Network';
import { impliedDegree, networkOfDay } from './networkOfDay';

@ObjectType({
  simpleResolvers: true,
  description: 'What a database is to the network of named connections on a day; implied ones do not count (vị trí trong mạng kết nối).',
})
export class NetworkMetrics implements Place {
  databaseId: string;

  on: CalendarDate;

  @Field(() => Int, { description: 'Connections that duties name (bậc, số kết nối).' })
  degree: number;

  @Field(() => Float, {
    description: 'Share of the shortest paths between other databases that run through it, 0 to 1 (độ trung gian).',
  })
  betweenness: number;

  @Field(() => Boolean, { description: 'Without it its component falls apart (điểm khớp của mạng).' })
  articulationPoint: boolean;

  @Field(() => Int, {
    description: 'Number of its component, 1 the largest; 0 where no duty names a connection of it (thành phần liên thông).',
  })
  component: number;

  @Field(() => Int, { description: 'Databases in its component, itself included (cỡ thành phần liên thông).' })
  componentSize: number;
}

/** What the network of a day tells of databases. */
@Resolver(() => Database)
export class NetworkResolver {
  @FieldResolver(() => NetworkMetrics, { description: 'Its place in the network of connections on a day (vị trí trong mạng kết nối).' })
  async network(
    @Ctx() context: Context,
    @Root() root: Database,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<NetworkMetrics> {
    const on = context.on(asOf);
    return { ...(await networkOfDay(context, on)).place(root.id), databaseId: root.id, on };
  }

  @Directive('@cost(weight: 20)')
  @Query(() => [Database], {
    description: 'Databases with most named connections first; those that have none are left out (CSDL được kết nối nhiều nhất).',
  })
  async mostConnectedDatabases(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 10 }) first: number,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Database[]> {
    if (first < 1 || first > MAX_PAGE) throw badInput(`first is ${String(first)}; expected 1 to ${String(MAX_PAGE)}`, ['first']);
    const ids = (await networkOfDay(context, context.on(asOf))).byDegree().slice(0, first);
    const found = await Promise.all(ids.map((id) => context.record(Database, id)));
    return found.filter((record) => record !== null);
  }

  @Directive('@cost(weight: 20)')
  @Query(() => [DataConnection], {
    nullable: true,
    description: 'A shortest way from one database to another over named connections; null when there is none (đường kết nối ngắn nhất).',
  })
  async connectionPath(
    @Ctx() context: Context,
    @Arg('from', () => ID) from: string,
    @Arg('to', () => ID) to: string,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<DataConnection[] | null> {
    return connectionPath(context, from, to, context.on(asOf));
  }
}

@Resolver(() => NetworkMetrics)
export class NetworkMetricsResolver {
  @FieldResolver(() => Int, { description: 'Connections that duties only imply, counted apart (số kết nối suy ra).' })
  impliedDegree(@Ctx() context: Context, @Root() root: NetworkMetrics): Promise<number> {
    return impliedDegree(context, root.databaseId, root.on);
  }
}

/** @throws BAD_USER_INPUT for an unknown database */
async function connectionPath(context: Context, from: string, to: string, on: CalendarDate): Promise<DataConnection[] | null> {
  const named = new NamedIds(context);
  named.known('database', [from], 'from');
  named.known('database', [to], 'to');
  const path = networkOfDay(context, on).then((network) => network.path(from, to));
  const ids = await named.around(path, (found) => found === null || found.length === 0);
  if (ids === null) return null;
  const found = await Promise.all(ids.map((id) => context.record(DataConnection, id)));
  return found.filter((record) => record !== null);
}
