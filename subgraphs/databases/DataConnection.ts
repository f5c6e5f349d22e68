import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { Node } from '../../shared/graph';
import { ChannelEnum } from './types';

@Entity('data_connection')
@Index('data_connection_end_a', { synchronize: false })
@Index('data_connection_end_b', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An unordered pair of databases that must exchange data (kết nối, chia sẻ dữ liệu).',
})
@Directive('@key(fields: "id")')
export class DataConnection implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id: connection:<slug>~<slug>, slugs sorted (mã định danh).' })
  id: string;

  @Column('text', { name: 'end_a' })
  endA: string;

  @Column('text', { name: 'end_b' })
  endB: string;

  @Column('text', { array: true })
  @Field(() => [ChannelEnum], {
    description: 'Channels that a document names for it or for one of its ends; empty where none does (kênh).',
  })
  channels: string[];
}
