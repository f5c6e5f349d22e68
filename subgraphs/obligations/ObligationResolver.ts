import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, DateScalar, entityStub, inLanguage, LanguageEnum, LegalDocumentStub, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { ObligationFilter } from './filters';
import { Obligation } from './Obligation';
import { children, outputs, parents } from './kinship';
import { agencyIds, connectionIds, obligations, statementsOfObligation } from './queries';
import { Statement } from './Statement';
import { AgencyStub, ObligationOrderEnum, ObligationOutput, type ObligationOrder } from './types';

export const ObligationConnection = connectionOf(Obligation, 'Obligation');
export const DataConnectionStub = entityStub('DataConnection', { contributes: true });

@Resolver(() => Obligation)
export class ObligationResolver {
  @Query(() => Obligation, { nullable: true, description: 'One duty, or null when the id is unknown (một nghĩa vụ).' })
  obligation(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Obligation | null> {
    return context.record(Obligation, id);
  }

  @Query(() => ObligationConnection, { description: 'Duties as they stand on a day (danh sách nghĩa vụ).' })
  obligations(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ObligationFilter, { nullable: true }) filter?: ObligationFilter | null,
    @Arg('orderBy', () => ObligationOrderEnum, { nullable: true, defaultValue: 'DUE_ON_ASC' }) orderBy?: ObligationOrder | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Obligation>> {
    return obligations(context, filter ?? {}, orderBy ?? 'DUE_ON_ASC', context.on(asOf), args);
  }

  @FieldResolver(() => String, { description: 'What is to be done, in our words (nội dung).' })
  title(@Root() root: Obligation, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.titleVi, root.titleEn);
  }

  @FieldResolver(() => LegalDocumentStub, { description: 'The document that gives it (văn bản giao nhiệm vụ).' })
  document(@Root() root: Obligation): { id: string } {
    return { id: root.documentId };
  }

  @FieldResolver(() => [Statement], { description: 'Every provision that states it, in document order (các điều khoản).' })
  statements(@Ctx() context: Context, @Root() root: Obligation): Promise<Statement[]> {
    return statementsOfObligation(context, root.id);
  }

  @FieldResolver(() => [AgencyStub], {
    description: 'Who leads, as stated; where provisions differ, the appendix speaks (cơ quan chủ trì).',
  })
  leadAgencies(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'obligation', root.id, 'LEAD');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who leads by context only, where no provision says so (cơ quan chủ trì suy ra).' })
  impliedLeadAgencies(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'obligation', root.id, 'IMPLIED_LEAD');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who coordinates, as stated (cơ quan phối hợp).' })
  coordinatingAgencies(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'obligation', root.id, 'COORDINATING');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who watches and urges, as stated (cơ quan theo dõi, đôn đốc).' })
  supervisingAgencies(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'obligation', root.id, 'SUPERVISING');
  }

  @FieldResolver(() => [DataConnectionStub], { description: 'Connections that its text names, enumerations expanded (các kết nối).' })
  connections(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return connectionIds(context, 'obligation', root.id, false);
  }

  @FieldResolver(() => [DataConnectionStub], { description: 'Connections that its text only implies (các kết nối suy ra).' })
  impliedConnections(@Ctx() context: Context, @Root() root: Obligation): Promise<Array<{ id: string }>> {
    return connectionIds(context, 'obligation', root.id, true);
  }

  @FieldResolver(() => [Obligation], { description: 'Duties of higher plans that it carries out (nhiệm vụ cấp trên).' })
  parents(@Ctx() context: Context, @Root() root: Obligation): Promise<Obligation[]> {
    return parents(context, root.id);
  }

  @FieldResolver(() => ObligationConnection, { description: 'Duties of lower plans that carry it out (nhiệm vụ cấp dưới).' })
  children(@Ctx() context: Context, @Root() root: Obligation, @Args(() => PageArgs) args: PageArgs): Promise<Page<Obligation>> {
    return children(context, root.id, args);
  }

  @FieldResolver(() => [ObligationOutput], {
    description: 'Documents known to be its output; not reports of the bearer (sản phẩm đã ban hành).',
  })
  outputs(@Ctx() context: Context, @Root() root: Obligation): Promise<ObligationOutput[]> {
    return outputs(context, root.id);
  }
}
