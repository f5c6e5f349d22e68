import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { conflictKinds, severities, type ConflictKind, type Severity } from '../../../domain/conflicts/facts';
import { ReadFor } from '../../../shared/database/asked';
import { enumType, Node } from '../../../shared/graph';

export const ConflictKindEnum = enumType('ConflictKind', conflictKinds, 'In what provisions contradict one another (loại mâu thuẫn).', {
  DEADLINE: 'One duty, or a list and the duty that orders it, with different last days (khác thời hạn)',
  LEAD: 'Different leads for one duty or connection (khác cơ quan chủ trì)',
  COORDINATION: 'Different coordinating agencies for one duty (khác cơ quan phối hợp)',
  SCOPE: 'Different connections for one duty (khác phạm vi)',
  LATER_THAN_PARENT: 'Due after the duty of the higher plan that it carries out (muộn hơn cấp trên)',
  DUE_BEFORE_ISSUE: 'Due before the document was issued (hạn trước ngày ban hành)',
  DUE_BEFORE_DEPENDENCY: 'Due before the connection or the rule that it needs (hạn trước điều kiện)',
  UNRESOLVED_CITATION: 'Cites a document that nothing known carries (viện dẫn không xác định được)',
  DUPLICATE_DEADLINE: 'Two duties of one document date the same connection differently (một kết nối hai thời hạn)',
  OUT_OF_COMPETENCE: 'Gives the lead to a body above the issuer (vượt thẩm quyền)',
  NO_LEAD: 'Names no lead (không có cơ quan chủ trì)',
  NO_DUE_DATE: 'Names no deadline (không ghi thời hạn)',
});

export const SeverityEnum = enumType('Severity', severities, 'How much stands in the way of obeying as written (mức độ nghiêm trọng).', {
  LOW: 'Wording; the duty can be carried out (thấp)',
  MEDIUM: 'Someone must clear it up (trung bình)',
  HIGH: 'Cannot be obeyed as written, or nobody surely answers for it (cao)',
});

@Entity('conflict')
@Index('conflict_place', { synchronize: false })
@Index('conflict_document', { synchronize: false })
@Index('conflict_kind', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Provisions that cannot all be followed as written, found by rule and never typed in by hand (mâu thuẫn).',
})
@Directive('@key(fields: "id")')
export class Conflict implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id: conflict:<kind>/<document>/<path>[~<path>] (mã định danh).' })
  id: string;

  @Column('text')
  @Field(() => ConflictKindEnum, { description: 'In what they contradict (loại mâu thuẫn).' })
  kind: ConflictKind;

  @Column('text')
  @Field(() => SeverityEnum, { description: 'How much stands in the way (mức độ nghiêm trọng).' })
  severity: Severity;

  @ReadFor()
  @Column('int', { name: 'severity_rank' })
  severityRank: number;

  @Column('text', { name: 'document_id' })
  documentId: string;

  @ReadFor()
  @Column('int')
  place: number;

  @ReadFor('explanation')
  @Column('text', { name: 'explanation' })
  explanationVi: string;

  @ReadFor('explanation')
  @Column('text', { name: 'explanation_en' })
  explanationEn: string;
}
