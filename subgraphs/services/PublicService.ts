import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Node } from '../../shared/graph';

@Entity('public_service')
@Index('public_service_place', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An essential public service that needs connections to be delivered online (dịch vụ công thiết yếu).',
})
@Directive('@key(fields: "id")')
export class PublicService implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id (mã định danh).' })
  id: string;

  @Column('text', { name: 'name' })
  nameVi: string;

  @Column('text', { name: 'name_en', nullable: true })
  nameEn: string | null;

  @Column('int', { name: 'online_level', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Level of the online service, 3 or 4; null where the text names none (mức độ).' })
  onlineLevel: number | null;

  @Column('text', { name: 'obligation_id' })
  obligationId: string;

  @Column('date', { name: 'ordered_from', nullable: true })
  orderedFrom: string | null;

  @Column('int')
  place: number;

  /** Searched in SQL, and never read. */
  @Column('text', { select: false })
  terms: string;
}
