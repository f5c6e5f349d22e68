import { Args, ArgsType, Field, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { SubscriptionRoot } from '../../../shared/subgraph';
import { ObligationFilter } from '../filters';
import { ObligationEvent } from '../progress/ObligationEvent';
import { changesIn } from './Changes';
import type { Reader } from './Reader';

@ArgsType()
class Asked {
  @Field(() => ObligationFilter, { nullable: true, description: 'Only of these duties; by default of all (điều kiện lọc).' })
  filter?: ObligationFilter | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Goes on after this event without a gap; "start": from the first of all; by default from now on (sau sự kiện).',
  })
  after?: string | null;
}

async function follow(root: SubscriptionRoot, { filter, after }: Asked): Promise<Reader> {
  const { source } = await root.context();
  return changesIn(source).subscribe({ filter: filter ?? null, context: () => root.context() }, root.lastEventId ?? after ?? null);
}

@Resolver()
export class LiveResolver {
  @Subscription(() => ObligationEvent, {
    description:
      'Every new entry in the logs of duties, once and in one order for all readers; of those duties that satisfy the filter as they stand when it is told (diễn biến mới).',
    subscribe: ({ source, args }) => follow(source as SubscriptionRoot, args as Asked) as never,
  })
  obligationChanged(
    @Root() event: ObligationEvent,
    @Args(() => Asked) _asked: Asked, // eslint-disable-line @typescript-eslint/no-unused-vars -- read when it begins
  ): ObligationEvent {
    return event;
  }
}
