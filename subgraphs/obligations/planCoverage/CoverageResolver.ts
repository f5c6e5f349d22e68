import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../../shared/subgraph';
import { coverage } from './queries';
import { Coverage } from './types';

@Resolver()
export class CoverageResolver {
  @Directive('@cost(weight: 50)')
  @Query(() => Coverage, {
    description: 'What a lower plan carries over from a higher one, what it drops, adds and dates otherwise (so sánh kế hoạch).',
  })
  coverage(@Ctx() context: Context, @Arg('parent', () => ID) parent: string, @Arg('child', () => ID) child: string): Promise<Coverage> {
    return coverage(context, parent, child);
  }
}
