import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Confidence } from '../../domain/vocabulary';
import { ReadFor } from '../../shared/database/asked';
import { ConfidenceEnum, Node } from '../../shared/graph';
import { Deadline, ObligationKindEnum } from './types';

@Entity('statement')
@Index('statement_place', { synchronize: false })
@Index('statement_path', { synchronize: false })
@Index('statement_document', { synchronize: false })
@Index('statement_obligation', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What one provision says; never merged away (điều khoản giao việc).',
})
@Directive('@key(fields: "id")')
export class Statement implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id: statement:<document>/<path> (mã định danh).' })
  id: string;

  @ReadFor('document', 'citation')
  @Column('text', { name: 'document_id' })
  documentId: string;

  @ReadFor('obligation')
  @Column('text', { name: 'obligation_id' })
  obligationId: string;

  @ReadFor('path', 'citation')
  @Column('text')
  @Field(() => String, { description: 'Path as a reader cites it, e.g. III.5.b.4 or PL2.V.11 (điều khoản).' })
  path: string;

  @ReadFor()
  @Column('int')
  place: number;

  @ReadFor('citation')
  @Column('text', { name: 'label' })
  labelVi: string;

  @ReadFor('citation')
  @Column('text', { name: 'label_en' })
  labelEn: string;

  @ReadFor('citation')
  @Column('int', { array: true, nullable: true })
  lines: number[] | null;

  @ReadFor('citation')
  @Column('text', { nullable: true })
  source: string | null;

  @ReadFor('kind')
  @Column('text')
  @Field(() => ObligationKindEnum, { description: 'What it is about (loại nhiệm vụ).' })
  kind: string;

  @ReadFor('title')
  @Column('text', { name: 'title' })
  titleVi: string;

  @ReadFor('title')
  @Column('text', { name: 'title_en', nullable: true })
  titleEn: string | null;

  @ReadFor('jointLead')
  @Column('boolean', { name: 'joint_lead' })
  @Field(() => Boolean, { description: "Several agencies are named without 'chủ trì' (đồng chủ trì)." })
  jointLead: boolean;

  @ReadFor('deadline')
  @Column('jsonb')
  @Field(() => Deadline, { description: 'The deadline of this provision (thời hạn).' })
  deadline: Deadline;

  @ReadFor()
  @Column('date', { name: 'due_on', nullable: true })
  dueOn: string | null;

  @ReadFor('onlineLevel')
  @Column('int', { name: 'online_level', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Level of the online service, 3 or 4; null for other duties (mức độ dịch vụ công).' })
  onlineLevel: number | null;

  @ReadFor('confidence')
  @Column('text')
  @Field(() => ConfidenceEnum, { description: 'How sure it is (độ tin cậy).' })
  confidence: Confidence;

  @ReadFor('note')
  @Column('text', { name: 'note', nullable: true })
  noteVi: string | null;

  @ReadFor('note')
  @Column('text', { name: 'note_en', nullable: true })
  noteEn: string | null;

  /** Searched in SQL, and never read. */
  @Column('text', { select: false })
  terms: string;
}
