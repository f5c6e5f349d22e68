import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, DateScalar, inLanguage, LanguageEnum, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { stubs } from './nodes';
import { PublicService } from './PublicService';
import { lateRequirementIds, openRequirementIds } from './requirements';
import { leadIds, publicServices, requirementIds, servicesBlockedBy } from './queries';

const PublicServiceConnection = connectionOf(PublicService, 'PublicService');

@Resolver(() => PublicService)
export class PublicServiceResolver {
  @Query(() => PublicService, { nullable: true, description: 'One public service, or null when the id is unknown (một dịch vụ công).' })
  publicService(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<PublicService | null> {
    return context.record(PublicService, id);
  }

  @Query(() => PublicServiceConnection, {
    description: 'Essential public services, in the order of the appendix (danh sách dịch vụ công thiết yếu).',
  })
  publicServices(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: 'Ordered by this day; by default today, or the day of the As-Of header (tại ngày).',
    })
    asOf?: CalendarDate | null,
  ): Promise<Page<PublicService>> {
    return publicServices(context, context.on(asOf), args);
  }

  @FieldResolver(() => String, { description: 'Name of the service, or our translation (tên dịch vụ).' })
  name(@Root() root: PublicService, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.nameVi, root.nameEn);
  }

  @FieldResolver(() => [stubs.Agency], { description: 'Who leads it, as the appendix says (cơ quan chủ trì).' })
  leadAgencies(@Ctx() context: Context, @Root() root: PublicService): Promise<Array<{ id: string }>> {
    return leadIds(context, root.id);
  }

  @FieldResolver(() => stubs.Obligation, { description: 'The duty to deliver it, with its deadline (nghĩa vụ).' })
  obligation(@Root() root: PublicService): { id: string } {
    return { id: root.obligationId };
  }

  @FieldResolver(() => [stubs.DataConnection], {
    description: 'Connections it needs; the heading of the appendix implies those with the population database (các kết nối cần có).',
  })
  requires(@Ctx() context: Context, @Root() root: PublicService): Promise<Array<{ id: string }>> {
    return requirementIds(context, root.id);
  }

  @FieldResolver(() => [stubs.DataConnection], {
    description:
      'Connections it needs that are demanded but not verified as done at the end of a day (kết nối chưa xong làm nghẽn dịch vụ).',
  })
  blockedBy(
    @Ctx() context: Context,
    @Root() root: PublicService,
    @Arg('asOf', () => DateScalar, asOfDay)
    asOf?: CalendarDate | null,
  ): Promise<Array<{ id: string }>> {
    return openRequirementIds(context, root.id, context.on(asOf));
  }

  @FieldResolver(() => [stubs.DataConnection], {
    description: 'Connections it needs that its own document wants only after the day of the service (dịch vụ có hạn trước kết nối).',
  })
  dueBeforeItsConnections(@Ctx() context: Context, @Root() root: PublicService): Promise<Array<{ id: string }>> {
    return lateRequirementIds(context, root.id);
  }
}

/** What this subgraph adds to connections. */
@Resolver(() => stubs.DataConnection)
export class RequiredConnectionResolver {
  @FieldResolver(() => [PublicService], { description: 'Services that cannot be delivered without it (dịch vụ cần kết nối này).' })
  blocks(@Ctx() context: Context, @Root() root: { id: string }): Promise<PublicService[]> {
    return servicesBlockedBy(context, root.id);
  }
}
