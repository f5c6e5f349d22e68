import { Arg, Field, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import type { NationalListTerm } from '../../../domain/nationalStatus';
import type { Confidence } from '../../../domain/vocabulary';
import { ConfidenceEnum, DateScalar, inLanguage, LanguageEnum, LegalDocumentStub, type Language } from '../../../shared/graph';

@ObjectType({
  simpleResolvers: true,
  description: 'A legal list of national databases, or a term in which none was in force (danh mục cơ sở dữ liệu quốc gia).',
})
export class NationalList implements NationalListTerm {
  id: string;

  documentId: string | null;

  label: { readonly vi: string; readonly en: string } | null;

  members: ReadonlySet<string>;

  remark: { readonly vi: string; readonly en: string } | null;

  @Field(() => LegalDocumentStub, {
    nullable: true,
    description: 'The document that has it; null while none is in force (văn bản).',
  })
  get document(): { id: string } | null {
    return this.documentId === null ? null : { id: this.documentId };
  }

  @Field(() => DateScalar, { nullable: true, description: 'First day; null where it is not known (từ ngày).' })
  from: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer covered; null: still running (đến trước ngày).' })
  until: CalendarDate | null;

  @Field(() => Int, { description: 'How many databases it has (số lượng).' })
  size: number;

  @Field(() => Int, { description: 'How many of them are known by name (số đã biết tên).' })
  get known(): number {
    return this.members.size;
  }

  @Field(() => ConfidenceEnum, { description: 'How sure it is (độ tin cậy).' })
  confidence: Confidence;

  @Field(() => String, {
    nullable: true,
    description: 'Why none is in force, or what is worth knowing; null: nothing (ghi chú).',
  })
  note(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return this.remark === null ? null : inLanguage(language, this.remark.vi, this.remark.en);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: "Whether the law has a database on its list of national databases, whatever documents call it (tư cách 'quốc gia').",
})
export class NationalStatus {
  listId: string | null;

  reasonVi: string;

  reasonEn: string;

  @Field(() => Boolean, { description: 'Known to be on the list in force (thuộc danh mục).' })
  national: boolean;

  @Field(() => LegalDocumentStub, {
    nullable: true,
    description: 'The document whose list is in force; null: no list in force (văn bản có danh mục).',
  })
  get list(): { id: string } | null {
    return this.listId === null ? null : { id: this.listId };
  }

  @Field(() => String, { description: 'Why, with the list and its term, or why there is none (lý do).' })
  reason(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, this.reasonVi, this.reasonEn);
  }

  static of(given: { national: boolean; listId: string | null; reasonVi: string; reasonEn: string }): NationalStatus {
    return Object.assign(new NationalStatus(), given);
  }
}
