import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import type { AgencyKind, Confidence, GovernmentLevel } from '../../domain/vocabulary';
import { ReadFor } from '../../shared/database/asked';
import { ConfidenceEnum, DateScalar, GovernmentLevelEnum, Node } from '../../shared/graph';
import { AgencyKindEnum } from './types';

@Entity('agency')
@Index('agency_name', { synchronize: false })
@Index('agency_counterpart', { synchronize: false })
@Index('agency_terms', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A body, territory or group of bodies that duties are given to (cơ quan, đơn vị, địa phương).',
})
@Directive('@key(fields: "id")')
export class Agency implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id, e.g. agency:bo-cong-an (mã định danh).' })
  id: string;

  @ReadFor('name')
  @Column('text', { name: 'name' })
  nameVi: string;

  @ReadFor('name')
  @Column('text', { name: 'name_en', nullable: true })
  nameEn: string | null;

  @ReadFor('aliases')
  @Column('text', { array: true })
  @Field(() => [String], { description: 'Other spellings that occur in documents, OCR ones too (tên gọi khác).' })
  aliases: string[];

  @ReadFor('kind')
  @Column('text')
  @Field(() => AgencyKindEnum, { description: 'What sort of body it is today, or was when it ended (loại cơ quan).' })
  kind: AgencyKind;

  @ReadFor('level')
  @Column('text')
  @Field(() => GovernmentLevelEnum, { description: 'Level of government it belongs to (cấp).' })
  level: GovernmentLevel;

  @ReadFor('collective')
  @Column('boolean')
  @Field(() => Boolean, { description: "Whether it stands for several bodies, like 'các bộ, ngành, địa phương' (tập thể)." })
  collective: boolean;

  @ReadFor()
  @Column('text', { name: 'counterpart_id', nullable: true })
  counterpartId: string | null;

  @ReadFor('existsFrom')
  @Column('date', { name: 'exists_from', nullable: true })
  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day it existed; null: before the documents held, or not known (có từ ngày).',
  })
  existsFrom: CalendarDate | null;

  @ReadFor('existsUntil')
  @Column('date', { name: 'exists_until', nullable: true })
  @Field(() => DateScalar, { nullable: true, description: 'First day it no longer existed; null: it still exists (chấm dứt từ ngày).' })
  existsUntil: CalendarDate | null;

  @ReadFor('confidence')
  @Column('text')
  @Field(() => ConfidenceEnum, { description: 'How sure this record is (độ tin cậy).' })
  confidence: Confidence;

  @ReadFor('note')
  @Column('text', { nullable: true })
  note: string | null;

  @ReadFor('note')
  @Column('text', { name: 'note_en', nullable: true })
  noteEn: string | null;

  /** Searched in SQL, and never read. */
  @Column('text', { select: false })
  terms: string;
}
