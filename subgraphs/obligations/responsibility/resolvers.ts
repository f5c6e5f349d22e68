import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { asOfDay, DateScalar } from '../../../shared/graph';
import { PageArgs, type Page } from '../../../shared/keyset';
import type { Context } from '../../../shared/context';
import { ObligationFilter } from '../filters';
import { Obligation } from '../Obligation';
import { ObligationConnection } from '../ObligationResolver';
import { AgencyStub, ObligationOrderEnum, type ObligationOrder } from '../types';
import { Scorecard } from '../stats/Scorecard';
import { scorecard } from '../stats/scorecards';
import { Bearer } from './Bearer';
import { bearers, dutiesOfAgency, verifyingAgencies } from './queries';

/** Who answers for a duty. */
@Resolver(() => Obligation)
export class BearerResolver {
  @FieldResolver(() => [Bearer], {
    description: 'Who answers for it on a day, after collectives are expanded and successions followed (đơn vị chịu trách nhiệm).',
  })
  bearers(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Bearer[]> {
    return bearers(context, root.id, context.on(asOf));
  }

  @FieldResolver(() => [AgencyStub], {
    description:
      'Who confirms or rejects reports on it on a day, as its document says; empty: the document names nobody who still exists (cơ quan xác nhận).',
  })
  verifyingAgencies(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Array<{ id: string }>> {
    return verifyingAgencies(context, root.id, context.on(asOf));
  }
}

/** What this subgraph adds to an agency. */
@Resolver(() => AgencyStub)
export class BearingAgencyResolver {
  @FieldResolver(() => ObligationConnection, {
    description: 'Duties that it must answer for on a day, as lead (nghĩa vụ phải chịu trách nhiệm).',
  })
  owes(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ObligationFilter, { nullable: true }) filter?: ObligationFilter | null,
    @Arg('orderBy', () => ObligationOrderEnum, { nullable: true }) orderBy?: ObligationOrder | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Obligation>> {
    return dutiesOfAgency(context, root.id, 'LEAD', { filter: filter ?? {}, order: orderBy ?? 'DUE_ON_ASC', on: context.on(asOf), args });
  }

  @Directive('@cost(weight: 5)')
  @FieldResolver(() => Scorecard, { description: 'How it stands with the duties it answers for on a day (bảng điểm).' })
  scorecard(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Scorecard> {
    return scorecard(context, root.id, context.on(asOf));
  }

  @FieldResolver(() => ObligationConnection, { description: 'Duties that it coordinates on a day (nghĩa vụ phối hợp).' })
  coordinates(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ObligationFilter, { nullable: true }) filter?: ObligationFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Obligation>> {
    return dutiesOfAgency(context, root.id, 'COORDINATING', { filter: filter ?? {}, order: 'DUE_ON_ASC', on: context.on(asOf), args });
  }
}
