import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, Citation, DateScalar, entityStub, inLanguage, LanguageEnum, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { Agency } from './Agency';
import { AgencyConnection } from './AgencyResolver';
import { members, successionsOf } from './successions';
import { Succession } from './Succession';

const DatabaseStub = entityStub('Database');

@Resolver(() => Succession)
export class SuccessionResolver {
  @FieldResolver(() => Agency, { description: 'The body whose duties passed on (cơ quan cũ).' })
  async from(@Ctx() context: Context, @Root() root: Succession): Promise<Agency> {
    return (await context.record(Agency, root.fromId)) as Agency;
  }

  @FieldResolver(() => Agency, {
    nullable: true,
    description: 'The body that took them over; null: no successor, see candidates (cơ quan kế thừa).',
  })
  async to(@Ctx() context: Context, @Root() root: Succession): Promise<Agency | null> {
    return root.toId === null ? null : context.record(Agency, root.toId);
  }

  @FieldResolver(() => [Agency], { description: 'Bodies that may have taken them over, where none is named (cơ quan có thể kế thừa).' })
  async candidates(@Ctx() context: Context, @Root() root: Succession): Promise<Agency[]> {
    return (await Promise.all(root.candidateIds.map((id) => context.record(Agency, id)))).filter((record) => record !== null);
  }

  @FieldResolver(() => [DatabaseStub], { description: 'Only duties on these databases; empty: every duty (phạm vi).' })
  scope(@Root() root: Succession): Array<{ id: string }> {
    return root.scopeIds.map((id) => ({ id }));
  }

  @FieldResolver(() => [Citation], { description: 'What it rests on; empty where the source names none (căn cứ pháp lý).' })
  legalBasis(@Root() root: Succession): Citation[] {
    return root.basis.map((basis) => Citation.of(basis));
  }

  @FieldResolver(() => String, { nullable: true, description: 'What is worth knowing; null: nothing (ghi chú).' })
  note(@Root() root: Succession, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.noteVi === null ? null : inLanguage(language, root.noteVi, root.noteEn);
  }
}

/** What successions and membership add to an agency. */
@Resolver(() => Agency)
export class AgencyOverTimeResolver {
  @FieldResolver(() => [Succession], {
    description: 'Every passing of duties that it takes part in, as origin or result, by day (quá trình kế thừa).',
  })
  successions(@Ctx() context: Context, @Root() root: Agency): Promise<Succession[]> {
    return successionsOf(context, root.id);
  }

  @FieldResolver(() => AgencyConnection, {
    description: 'Members of a collective on a day; empty where the text does not list them (thành viên).',
  })
  members(
    @Ctx() context: Context,
    @Root() root: Agency,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, asOfDay)
    asOf?: CalendarDate | null,
  ): Promise<Page<Agency>> {
    return members(context, root.id, context.on(asOf), args);
  }
}
