import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { asOfDay, DateScalar } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { delayImpact } from './impact';
import { dependencies, dependencyCycles, neighbours } from './queries';
import { DelayImpact, Dependency, DependencyCycle } from './types';

/** What duties need of one another. */
@Resolver(() => Obligation)
export class DependentObligationResolver {
  @FieldResolver(() => [Obligation], { description: 'Duties that must be done before it (nhiệm vụ phải xong trước).' })
  dependsOn(@Ctx() context: Context, @Root() root: Obligation): Promise<Obligation[]> {
    return context.recordsOf(Obligation, neighbours.dependsOn, root.id);
  }

  @FieldResolver(() => [Obligation], { description: 'Duties that need it done first (nhiệm vụ chờ nó).' })
  enables(@Ctx() context: Context, @Root() root: Obligation): Promise<Obligation[]> {
    return context.recordsOf(Obligation, neighbours.enables, root.id);
  }

  @FieldResolver(() => [Dependency], { description: 'What it needs first, each with reason and legal basis (các quan hệ phụ thuộc).' })
  dependencies(@Ctx() context: Context, @Root() root: Obligation): Promise<Dependency[]> {
    return dependencies(context, root.id);
  }

  @Directive('@cost(weight: 50)')
  @Query(() => [DependencyCycle], {
    description: 'Circles of duties that wait for one another; empty when there is none (vòng phụ thuộc).',
  })
  dependencyCycles(@Ctx() context: Context): Promise<DependencyCycle[]> {
    return dependencyCycles(context);
  }

  @Directive('@cost(weight: 50)')
  @Query(() => DelayImpact, {
    description: 'What slips, and by how much, if a duty slips by 1 to 120 months: a simulation (tác động khi chậm hạn).',
  })
  delayImpact(
    @Ctx() context: Context,
    @Arg('obligation', () => ID) obligation: string,
    @Arg('months', () => Int) months: number,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<object> {
    return delayImpact(context, obligation, months, context.on(asOf));
  }
}

@Resolver(() => Dependency)
export class DependencyResolver {
  @FieldResolver(() => Obligation, { description: 'The duty needed first (nhiệm vụ phải xong trước).' })
  obligation(@Ctx() context: Context, @Root() root: Dependency): Promise<Obligation | null> {
    return context.record(Obligation, root.onId);
  }
}
