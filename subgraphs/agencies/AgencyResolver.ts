import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import type { GovernmentLevel } from '../../domain/vocabulary';
import { asOfDay, DateScalar, GovernmentLevelEnum, inLanguage, LanguageEnum, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { Agency } from './Agency';
import { agencies, children, codes, counterparts, parentId } from './queries';
import { AgencyCode, AgencyFilter } from './types';

export const AgencyConnection = connectionOf(Agency, 'Agency');

@Resolver(() => Agency)
export class AgencyResolver {
  @Query(() => Agency, { nullable: true, description: 'One agency, or null when the id is unknown (một cơ quan).' })
  agency(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Agency | null> {
    return context.record(Agency, id);
  }

  @Query(() => AgencyConnection, { description: 'Agencies that exist on a day, by name (danh sách cơ quan).' })
  agencies(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => AgencyFilter, { nullable: true }) filter?: AgencyFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Agency>> {
    return agencies(context, filter ?? {}, context.on(asOf), args);
  }

  @FieldResolver(() => String, { description: 'Official name, or our translation (tên).' })
  name(@Root() root: Agency, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.nameVi, root.nameEn);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What is worth knowing about this record; null: nothing (ghi chú).' })
  note(@Root() root: Agency, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.note === null ? null : inLanguage(language, root.note, root.noteEn);
  }

  @FieldResolver(() => Agency, {
    nullable: true,
    description: 'The body above it on a day; null at the top or where no document says (cơ quan cấp trên).',
  })
  async parent(
    @Ctx() context: Context,
    @Root() root: Agency,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Agency | null> {
    const id = await parentId(context, root.id, context.on(asOf));
    return id === null ? null : context.record(Agency, id);
  }

  @FieldResolver(() => AgencyConnection, { description: 'Bodies directly below it on a day (cơ quan trực thuộc).' })
  children(
    @Ctx() context: Context,
    @Root() root: Agency,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Agency>> {
    return children(context, root.id, context.on(asOf), args);
  }

  @FieldResolver(() => [Agency], {
    description: 'Bodies of the same line of work at another level, e.g. Sở Tư pháp and Bộ Tư pháp (cơ quan cùng ngành).',
  })
  counterpart(
    @Ctx() context: Context,
    @Root() root: Agency,
    @Arg('level', () => GovernmentLevelEnum) level: GovernmentLevel,
  ): Promise<Agency[]> {
    return counterparts(context, root.id, level);
  }

  @FieldResolver(() => [AgencyCode], { description: 'Codes valid on a day (mã tại ngày).' })
  codes(
    @Ctx() context: Context,
    @Root() root: Agency,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<AgencyCode[]> {
    return codes(context, root.id, context.on(asOf));
  }
}
