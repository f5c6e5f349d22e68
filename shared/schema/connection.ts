import { type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../graph';
import type { Page } from '../keyset';

/** The Relay connection type over `node`, named `<name>Connection`. */
export function connectionOf<Item extends object>(node: ClassType<Item>, name: string): ClassType<Page<Item>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} in a list, with its cursor (mục trong danh sách).` })
  class EdgeType {
    @Field(() => node, { description: 'The item (mục).' })
    node: Item;

    @Field(() => String, { description: 'Where the item stands in this order (con trỏ).' })
    cursor: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name} (một trang danh sách).` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'Items with cursors (các mục kèm con trỏ).' })
    edges: EdgeType[];

    @Field(() => [node], { description: 'The items alone (các mục).' })
    nodes: Item[];

    @Field(() => PageInfo, { description: 'Where the page stands (vị trí trang).' })
    pageInfo: PageInfo;

    @Directive('@cost(weight: 2)')
    @Field(() => Int, { simple: false, description: 'Items in the whole list (tổng số).' })
    totalCount: number;
  }
  return ConnectionType as unknown as ClassType<Page<Item>>;
}
