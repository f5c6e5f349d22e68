import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { forceOn, type LegalForce } from '../../domain/force';
import { asOfDay, DateScalar, inLanguage, LanguageEnum, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { LegalDocument } from './LegalDocument';
import { citations, documents, forceTerms, relations } from './queries';
import { Verifier } from './Verifier';
import { AgencyStub, DocumentCitation, DocumentFilter, DocumentKindEnum, ForceTerm, LegalForceEnum } from './types';

const LegalDocumentConnection = connectionOf(LegalDocument, 'LegalDocument');

@Resolver(() => LegalDocument)
export class LegalDocumentResolver {
  @Query(() => LegalDocument, { nullable: true, description: 'One document, or null when the id is unknown (một văn bản).' })
  document(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<LegalDocument | null> {
    return context.record(LegalDocument, id);
  }

  @Query(() => LegalDocumentConnection, { description: 'Documents by day of issue (danh sách văn bản).' })
  documents(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => DocumentFilter, { nullable: true }) filter?: DocumentFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<LegalDocument>> {
    return documents(context, filter ?? {}, context.on(asOf), args);
  }

  @FieldResolver(() => DocumentKindEnum, { description: 'Kind of instrument (loại văn bản).' })
  kind(@Root() root: LegalDocument): string {
    return root.kind;
  }

  @FieldResolver(() => AgencyStub, { nullable: true, description: 'Who issued it; null where no source says (cơ quan ban hành).' })
  issuer(@Root() root: LegalDocument): { id: string } | null {
    return root.issuerId === null ? null : { id: root.issuerId };
  }

  @FieldResolver(() => String, { description: 'Official title, or our translation (trích yếu).' })
  title(@Root() root: LegalDocument, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.titleVi, root.titleEn);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What is worth knowing about this record; null: nothing (ghi chú).' })
  note(@Root() root: LegalDocument, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.note === null ? null : inLanguage(language, root.note, root.noteEn);
  }

  @FieldResolver(() => LegalForceEnum, { description: 'Whether it binds on a day (hiệu lực tại ngày).' })
  async force(
    @Ctx() context: Context,
    @Root() root: LegalDocument,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<LegalForce> {
    const terms = await forceTerms(context, root.id);
    return forceOn(root.issuedOn, terms.filter((term) => !term.dissent) as never, context.on(asOf));
  }

  @FieldResolver(() => [ForceTerm], { description: 'Its force over time, with what brought each change about (quá trình hiệu lực).' })
  forceHistory(@Ctx() context: Context, @Root() root: LegalDocument): Promise<ForceTerm[]> {
    return forceTerms(context, root.id);
  }

  @FieldResolver(() => [LegalDocument], { description: 'Documents its recitals rest on (căn cứ).' })
  basedOn(@Ctx() context: Context, @Root() root: LegalDocument): Promise<LegalDocument[]> {
    return context.recordsOf(LegalDocument, relations.basedOn, root.id);
  }

  @FieldResolver(() => [LegalDocument], { description: 'Higher plans it carries out (triển khai văn bản).' })
  implements(@Ctx() context: Context, @Root() root: LegalDocument): Promise<LegalDocument[]> {
    return context.recordsOf(LegalDocument, relations.implements, root.id);
  }

  @FieldResolver(() => [LegalDocument], { description: 'Lower plans that carry it out (được triển khai bởi).' })
  implementedBy(@Ctx() context: Context, @Root() root: LegalDocument): Promise<LegalDocument[]> {
    return context.recordsOf(LegalDocument, relations.implementedBy, root.id);
  }

  @FieldResolver(() => [DocumentCitation], { description: 'Documents its text mentions, unresolved ones too (các dẫn chiếu).' })
  citations(@Ctx() context: Context, @Root() root: LegalDocument): Promise<DocumentCitation[]> {
    return citations(context, root.id);
  }

  @FieldResolver(() => [DocumentCitation], { description: 'Mentions of it in the texts held here (được dẫn chiếu tại).' })
  citedBy(@Ctx() context: Context, @Root() root: LegalDocument): Promise<DocumentCitation[]> {
    return citations(context, root.id, true);
  }
}

@Resolver(() => Verifier)
export class VerifierResolver {
  @FieldResolver(() => AgencyStub, { description: 'The body as named; of a later day see Obligation.verifyingAgencies (cơ quan).' })
  agency(@Root() root: Verifier): { id: string } {
    return { id: root.agencyId };
  }

  @FieldResolver(() => String, { nullable: true, description: 'What it does about the duties; null: not said (ghi chú).' })
  note(@Root() root: Verifier, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.noteVi === null ? null : inLanguage(language, root.noteVi, root.noteEn);
  }
}
