import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Citation, inLanguage, LanguageEnum, LegalDocumentStub, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { StatementFilter } from './filters';
import { Obligation } from './Obligation';
import { DataConnectionStub } from './ObligationResolver';
import { agencyIds, connectionIds, statements } from './queries';
import { Statement } from './Statement';
import { AgencyStub } from './types';

export const StatementConnection = connectionOf(Statement, 'Statement');

@Resolver(() => Statement)
export class StatementResolver {
  @Query(() => Statement, { nullable: true, description: 'One statement, or null when the id is unknown (một điều khoản).' })
  statement(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Statement | null> {
    return context.record(Statement, id);
  }

  @Query(() => StatementConnection, { description: 'Statements in document order (danh sách điều khoản).' })
  statements(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => StatementFilter, { nullable: true }) filter?: StatementFilter | null,
  ): Promise<Page<Statement>> {
    return statements(context, filter ?? {}, args);
  }

  @FieldResolver(() => LegalDocumentStub, { description: 'The document it stands in (văn bản).' })
  document(@Root() root: Statement): { id: string } {
    return { id: root.documentId };
  }

  @FieldResolver(() => Citation, { description: 'Where it was read (trích dẫn).' })
  citation(@Root() root: Statement): Citation {
    return Citation.of({
      documentId: root.documentId,
      path: root.path,
      labelVi: root.labelVi,
      labelEn: root.labelEn,
      lines: root.lines,
      sourceUrl: root.source,
    });
  }

  @FieldResolver(() => String, { description: 'What it says, in our words (nội dung).' })
  title(@Root() root: Statement, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.titleVi, root.titleEn);
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who leads, as this provision says (cơ quan chủ trì).' })
  leadAgencies(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'statement', root.id, 'LEAD');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who leads by context only (cơ quan chủ trì suy ra).' })
  impliedLeadAgencies(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'statement', root.id, 'IMPLIED_LEAD');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who coordinates, as this provision says (cơ quan phối hợp).' })
  coordinatingAgencies(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'statement', root.id, 'COORDINATING');
  }

  @FieldResolver(() => [AgencyStub], { description: 'Who watches and urges, as this provision says (cơ quan theo dõi, đôn đốc).' })
  supervisingAgencies(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return agencyIds(context, 'statement', root.id, 'SUPERVISING');
  }

  @FieldResolver(() => [DataConnectionStub], { description: 'Connections the text names, enumerations expanded (các kết nối).' })
  connections(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return connectionIds(context, 'statement', root.id, false);
  }

  @FieldResolver(() => [DataConnectionStub], { description: 'Connections the text only implies (các kết nối suy ra).' })
  impliedConnections(@Ctx() context: Context, @Root() root: Statement): Promise<Array<{ id: string }>> {
    return connectionIds(context, 'statement', root.id, true);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What is worth knowing, uncertain readings too; null: nothing (ghi chú).' })
  note(@Root() root: Statement, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.noteVi === null ? null : inLanguage(language, root.noteVi, root.noteEn);
  }

  @FieldResolver(() => Obligation, { description: 'The duty it states, alone or with others (nghĩa vụ).' })
  async obligation(@Ctx() context: Context, @Root() root: Statement): Promise<Obligation> {
    return (await context.record(Obligation, root.obligationId)) as Obligation;
  }
}
