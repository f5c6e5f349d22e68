import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../../shared/context';
import { coverage } from './queries';
import { Statement } from '../Statement';
import { Coverage, CoveragePair } from './types';

@Resolver(() => Coverage)
export class CoverageResolver {
  @Directive('@cost(weight: 50)')
  @Query(() => Coverage, {
    description: 'What a lower plan carries over from a higher one, what it drops, adds and dates otherwise (so sánh kế hoạch).',
  })
  coverage(@Ctx() context: Context, @Arg('parent', () => ID) parent: string, @Arg('child', () => ID) child: string): Promise<Coverage> {
    return coverage(context, parent, child);
  }
  @FieldResolver(() => [Statement])
  missing(@Ctx() context: Context, @Root() root: Coverage): Promise<Statement[]> {
    return context.records(Statement, root.missingIds);
  }

  @FieldResolver(() => [Statement])
  added(@Ctx() context: Context, @Root() root: Coverage): Promise<Statement[]> {
    return context.records(Statement, root.addedIds);
  }
}

@Resolver(() => CoveragePair)
export class CoveragePairResolver {
  @FieldResolver(() => Statement)
  async parent(@Ctx() context: Context, @Root() root: CoveragePair): Promise<Statement> {
    return (await context.record(Statement, root.parentId)) as Statement;
  }

  @FieldResolver(() => Statement)
  async child(@Ctx() context: Context, @Root() root: CoveragePair): Promise<Statement> {
    return (await context.record(Statement, root.childId)) as Statement;
  }
}
