import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { legalForces, type LegalForce } from '../../domain/force';
import { documentKinds, type Confidence } from '../../domain/vocabulary';
import { ConfidenceEnum, DateScalar, entityStub, enumType } from '../../shared/graph';
import { LegalDocument } from './LegalDocument';

export const AgencyStub = entityStub('Agency');

export const LegalForceEnum = enumType('LegalForce', legalForces, 'Whether a document binds on a day (hiệu lực).', {
  NOT_YET: 'Not issued or not yet in force (chưa có hiệu lực)',
  IN_FORCE: 'In force (còn hiệu lực)',
  PARTLY_IN_FORCE: 'Partly repealed (còn hiệu lực một phần)',
  EXPIRED: 'No longer in force (hết hiệu lực)',
  UNKNOWN: 'No source says (không rõ)',
});

export const DocumentKindEnum = enumType('DocumentKind', documentKinds, 'Kind of instrument (loại văn bản).', {
  CONSTITUTION: 'Constitution (hiến pháp)',
  LAW: 'Law (luật)',
  ORDINANCE: 'Ordinance (pháp lệnh)',
  RESOLUTION: 'Resolution (nghị quyết)',
  DECREE: 'Decree (nghị định)',
  CIRCULAR: 'Circular (thông tư)',
  DECISION: 'Decision (quyết định)',
  DIRECTIVE: 'Directive (chỉ thị)',
  TELEGRAM: 'Official telegram (công điện)',
  PLAN: 'Plan (kế hoạch)',
  PROGRAMME: 'Programme (chương trình)',
  NOTICE: 'Notice of conclusions (thông báo)',
  CONCLUSION: 'Conclusion (kết luận)',
  OFFICIAL_LETTER: 'Official letter (công văn)',
  OTHER: 'Another kind (loại khác)',
});

@ObjectType({
  simpleResolvers: true,
  description: 'A term in which a document had one state of force, and what brought it about (giai đoạn hiệu lực).',
})
export class ForceTerm {
  @Field(() => LegalForceEnum, { description: 'The state (hiệu lực).' })
  state: LegalForce;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: not known (từ ngày).' })
  from: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day no longer covered; null: still so (đến trước ngày).' })
  until: CalendarDate | null;

  @Field(() => LegalDocument, {
    nullable: true,
    description: 'The document that brought it about; null: the document itself, or not known (văn bản làm thay đổi).',
  })
  by: LegalDocument | null;

  @Field(() => Boolean, { description: 'A reading that other sources do not share; force does not follow it (ý kiến khác).' })
  dissent: boolean;

  @Field(() => ConfidenceEnum, { description: 'How sure it is (độ tin cậy).' })
  confidence: Confidence;

  @Field(() => String, { nullable: true, description: 'What is worth knowing; null: nothing (ghi chú).' })
  note: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'One mention of a document in the text of another (dẫn chiếu).' })
export class DocumentCitation {
  @Field(() => String, { description: 'As the text names it (cách ghi trong văn bản).' })
  asWritten: string;

  @Field(() => String, {
    nullable: true,
    description: 'Provision of the cited document, e.g. Điều 14; null: the document as a whole (điều khoản được dẫn).',
  })
  path: string | null;

  @Field(() => [Int], { description: 'First and last line in the copy read (dòng).' })
  lines: number[];

  @Field(() => String, { nullable: true, description: 'Why it is unresolved, or what is uncertain; null: nothing (ghi chú).' })
  note: string | null;

  @Field(() => LegalDocument, { nullable: true, description: 'The document whose text mentions it (văn bản dẫn chiếu).' })
  in: LegalDocument | null;

  @Field(() => LegalDocument, {
    nullable: true,
    description: 'The document mentioned; null: no known document carries it (văn bản được dẫn chiếu).',
  })
  document: LegalDocument | null;
}

@InputType({ description: 'Which documents to list; all conditions must hold (điều kiện lọc).' })
export class DocumentFilter {
  @Field(() => [ID], { nullable: true, description: 'These documents (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [DocumentKindEnum], { nullable: true, description: 'Of these kinds (loại).' })
  kinds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Issued by one of these agencies (cơ quan ban hành).' })
  issuerIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'With exactly this number, e.g. 06/QĐ-TTg; numbers are reused (số, ký hiệu).' })
  number?: string | null;

  @Field(() => [LegalForceEnum], { nullable: true, description: 'In one of these states of force on that day (hiệu lực).' })
  force?: LegalForce[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its text was read here, or it is only cited (có toàn văn).' })
  held?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Words of the number or title; accents and case do not count (từ khóa).' })
  text?: string | null;
}
