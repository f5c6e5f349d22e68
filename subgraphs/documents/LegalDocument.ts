import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import type { Confidence } from '../../domain/vocabulary';
import { ReadFor } from '../../shared/database/asked';
import { ConfidenceEnum, DateScalar, Node } from '../../shared/graph';
import { Verifier } from './Verifier';

@Entity('document')
@Index('document_order', { synchronize: false })
@Index('document_issuer', { synchronize: false })
@Index('document_terms', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A legal document, held here or only cited: identified by kind, number, issuer and date (văn bản).',
})
@Directive('@key(fields: "id")')
export class LegalDocument implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id, e.g. document:qd-06-qd-ttg-2022 (mã định danh).' })
  id: string;

  @ReadFor('kind')
  @Column('text')
  kind: string;

  @ReadFor('number')
  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "Number and symbol, e.g. '06/QĐ-TTg'; null where the copy has lost it (số, ký hiệu).",
  })
  number: string | null;

  @ReadFor('issuer')
  @Column('text', { name: 'issuer_id', nullable: true })
  issuerId: string | null;

  @ReadFor('issuedOn', 'force')
  @Column('date', { name: 'issued_on', nullable: true })
  @Field(() => DateScalar, { nullable: true, description: 'Day of issue; null where the source does not say (ngày ban hành).' })
  issuedOn: CalendarDate | null;

  @ReadFor('title')
  @Column('text', { name: 'title' })
  titleVi: string;

  @ReadFor('title')
  @Column('text', { name: 'title_en', nullable: true })
  titleEn: string | null;

  @ReadFor('held')
  @Column('boolean')
  @Field(() => Boolean, { description: 'Whether its text was read here, statement by statement (có toàn văn).' })
  held: boolean;

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

  @ReadFor('verifiers')
  @Column('jsonb')
  @Field(() => [Verifier], {
    description: 'Who is to confirm reports on its duties, as named in it; empty: nobody is named (cơ quan xác nhận được nêu).',
  })
  verifiers: Verifier[];

  /** Searched in SQL, and never read. */
  @Column('text', { select: false })
  terms: string;
}
