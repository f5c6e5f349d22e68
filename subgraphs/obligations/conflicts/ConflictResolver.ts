import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { inLanguage, LanguageEnum, LegalDocumentStub, type Language } from '../../../shared/graph';
import { PageArgs, type Page } from '../../../shared/keyset';
import { connectionOf } from '../../../shared/schema/connection';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { DataConnectionStub } from '../ObligationResolver';
import { Statement } from '../Statement';
import { Conflict } from './Conflict';
import { ConflictFilter } from './filters';
import { conflicts, conflictsOfObligation, connectionsOfConflict, statementsOfConflict } from './queries';

const ConflictConnection = connectionOf(Conflict, 'Conflict');

@Resolver(() => Conflict)
export class ConflictResolver {
  @Query(() => Conflict, { nullable: true, description: 'One conflict, or null when the id is unknown (một mâu thuẫn).' })
  conflict(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Conflict | null> {
    return context.record(Conflict, id);
  }

  @Query(() => ConflictConnection, { description: 'Conflicts between provisions, gravest first (danh sách mâu thuẫn).' })
  conflicts(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ConflictFilter, { nullable: true }) filter?: ConflictFilter | null,
  ): Promise<Page<Conflict>> {
    return conflicts(context, filter ?? {}, args);
  }

  @FieldResolver(() => LegalDocumentStub, { description: 'The document in which it stands; of two plans the lower one (văn bản).' })
  document(@Root() root: Conflict): { id: string } {
    return { id: root.documentId };
  }

  @FieldResolver(() => [Statement], {
    description: 'The statements on both sides; empty where no provision holds the lines in question (các điều khoản).',
  })
  statements(@Ctx() context: Context, @Root() root: Conflict): Promise<Statement[]> {
    return statementsOfConflict(context, root.id);
  }

  @FieldResolver(() => DataConnectionStub, {
    nullable: true,
    description: 'The connection it is about; null when it is about none or several (kết nối).',
  })
  async connection(@Ctx() context: Context, @Root() root: Conflict): Promise<{ id: string } | null> {
    const [only, ...others] = await connectionsOfConflict(context, root.id);
    return only === undefined || others.length > 0 ? null : only;
  }

  @FieldResolver(() => [DataConnectionStub], { description: 'Every connection it is about (các kết nối).' })
  connections(@Ctx() context: Context, @Root() root: Conflict): Promise<Array<{ id: string }>> {
    return connectionsOfConflict(context, root.id);
  }

  @FieldResolver(() => String, { description: 'Which provisions say what, and what follows (giải thích).' })
  explanation(@Root() root: Conflict, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.explanationVi, root.explanationEn);
  }
}

/** The conflicts of a duty. */
@Resolver(() => Obligation)
export class ConflictingObligationResolver {
  @FieldResolver(() => [Conflict], { description: 'Conflicts in which its provisions take part, gravest first (các mâu thuẫn).' })
  conflicts(@Ctx() context: Context, @Root() root: Obligation): Promise<Conflict[]> {
    return conflictsOfObligation(context, root.id);
  }
}
