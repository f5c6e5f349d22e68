import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Confidence } from '../../domain/vocabulary';
import { ReadFor } from '../../shared/database/asked';
import { ConfidenceEnum, Node } from '../../shared/graph';
import { DatabaseKindEnum } from './types';

@Entity('database')
@Index('database_name', { synchronize: false })
@Index('database_terms', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A registry, database, platform, portal or system that takes part in a connection (cơ sở dữ liệu, hệ thống thông tin).',
})
@Directive('@key(fields: "id")')
export class Database implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id, e.g. database:csdlqg-dan-cu (mã định danh).' })
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
  @Field(() => DatabaseKindEnum, { description: 'What the documents call it (loại).' })
  kind: string;

  @Column('text', { name: 'called_national_in', array: true })
  calledNationalInIds: string[];

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
