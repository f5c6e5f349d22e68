import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import { successionKinds, type Confidence } from '../../domain/vocabulary';
import { ConfidenceEnum, DateScalar, enumType } from '../../shared/graph';

const SuccessionKindEnum = enumType('SuccessionKind', successionKinds, 'How duties passed from one body to another (hình thức kế thừa).', {
  RENAMED: 'Renamed (đổi tên)',
  MERGED: 'Merged with others (hợp nhất, sáp nhập)',
  SPLIT: 'Split; the main part passed on (chia, tách)',
  DISSOLVED: 'Dissolved (giải thể, chấm dứt hoạt động)',
  FUNCTION_TRANSFERRED: 'One function passed on (chuyển chức năng)',
});

interface Basis {
  readonly documentId: string;
  readonly path: string | null;
  readonly lines: number[] | null;
  readonly labelVi: string;
  readonly labelEn: string;
}

@Entity('succession')
@Index('succession_from', { synchronize: false })
@Index('succession_to', { synchronize: false })
@ObjectType({ simpleResolvers: true, description: "One body's duties passing to another on a day (kế thừa, tiếp nhận chức năng)." })
@Directive('@key(fields: "id")')
export class Succession {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id (mã định danh).' })
  id: string;

  @Column('text', { name: 'from_id' })
  fromId: string;

  @Column('text', { name: 'to_id', nullable: true })
  toId: string | null;

  @Column('text', { name: 'candidate_ids', array: true })
  candidateIds: string[];

  @Column('text')
  @Field(() => SuccessionKindEnum, { description: 'How it came about (hình thức).' })
  kind: string;

  @Column('text', { name: 'scope_ids', array: true })
  scopeIds: string[];

  @Column('date', { name: 'effective_from' })
  @Field(() => DateScalar, { description: 'First day on which the result answers (có hiệu lực từ).' })
  effectiveFrom: CalendarDate;

  @Column('jsonb', { name: 'legal_basis' })
  basis: Basis[];

  @Column('text')
  @Field(() => ConfidenceEnum, { description: 'How sure it is; disputed ones stand beside each other (độ tin cậy).' })
  confidence: Confidence;

  @Column('text', { name: 'note', nullable: true })
  noteVi: string | null;

  @Column('text', { name: 'note_en', nullable: true })
  noteEn: string | null;
}
