import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { Citation, DateScalar } from '../../../shared/graph';
import { PageArgs, type Page } from '../../../shared/keyset';
import { connectionOf } from '../../../shared/schema/connection';
import type { Context } from '../../../shared/context';
import { Obligation } from '../Obligation';
import { AgencyStub } from '../types';
import { history, legalBasis } from './history';
import { ObligationEvent } from './ObligationEvent';

export const ObligationEventConnection = connectionOf(ObligationEvent, 'ObligationEvent');

@Resolver(() => ObligationEvent)
export class EventResolver {
  @FieldResolver(() => Obligation, { description: 'The duty it is about (nghĩa vụ).' })
  obligation(@Ctx() context: Context, @Root() root: ObligationEvent): Promise<Obligation | null> {
    return context.record(Obligation, root.obligationId);
  }

  @FieldResolver(() => AgencyStub, { description: 'Who acted (cơ quan thực hiện).' })
  by(@Root() root: ObligationEvent): { id: string } {
    return { id: root.byId };
  }

  @FieldResolver(() => ObligationEvent, { nullable: true, description: 'The entry it decides on; null: it decides on none (về sự kiện).' })
  about(@Ctx() context: Context, @Root() root: ObligationEvent): Promise<ObligationEvent | null> | null {
    return root.aboutId === null ? null : context.record(ObligationEvent, root.aboutId);
  }

  @FieldResolver(() => Citation, { nullable: true, description: 'On what an extension rests; null otherwise (căn cứ pháp lý).' })
  legalBasis(@Ctx() context: Context, @Root() root: ObligationEvent): Promise<Citation | null> {
    return legalBasis(context, root);
  }
}

/** The log of a duty. */
@Resolver(() => Obligation)
export class HistoryResolver {
  @FieldResolver(() => ObligationEventConnection, {
    description: 'What was reported and decided, in the order in which it was recorded (nhật ký thực hiện).',
  })
  history(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('knownOn', () => DateScalar, {
      nullable: true,
      description: 'Only what was recorded up to this day; by default all (đã ghi nhận đến ngày).',
    })
    knownOn?: CalendarDate | null,
  ): Promise<Page<ObligationEvent>> {
    return history(context, root.id, knownOn ?? null, args);
  }
}
