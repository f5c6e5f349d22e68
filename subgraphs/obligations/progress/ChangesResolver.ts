import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { asOfDay, DateScalar } from '../../../shared/graph';
import { readRecords } from '../../../shared/database';
import { PageArgs, pagesByParent, type Order, type Page } from '../../../shared/keyset';
import type { Context } from '../../../shared/context';
import { borneSql } from '../responsibility/borneSql';
import { Obligation } from '../Obligation';
import { AgencyStub } from '../types';
import { ObligationEventConnection } from './EventResolver';
import { ObligationEvent } from './ObligationEvent';

const newestFirst: Order = { direction: 'DESC', keys: [{ sql: 'e.position', type: 'int' }] };

/** What happened to the duties of an agency. */
@Resolver(() => AgencyStub)
export class ChangesResolver {
  @FieldResolver(() => ObligationEventConnection, {
    description:
      'What was recorded by a day of the duties it then leads, the newest first; of a duty that each does for itself, only of its own share (diễn biến).',
  })
  changes(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<ObligationEvent>> {
    return changes(context, root.id, context.on(asOf), args);
  }
}

function changes(context: Context, agencyId: string, on: CalendarDate, args: PageArgs): Promise<Page<ObligationEvent>> {
  return context
    .loader<string, Page<ObligationEvent>>(`changes ${on} ${JSON.stringify(args)}`, (ids) => {
      const query = context.source
        .getRepository(ObligationEvent)
        .createQueryBuilder('e')
        .innerJoin(borneSql('LEAD'), 'b', 'b.obligation_id = e.obligation_id', { on })
        .where("e.recorded_on <= :on AND e.parts && ARRAY['', b.bearer_id]");
      return pagesByParent(context, query, 'b.bearer_id', ids, newestFirst, args);
    })
    .load(agencyId);
}

/** The newest of what happened to a duty. */
@Resolver(() => Obligation)
export class LastEventResolver {
  @FieldResolver(() => ObligationEvent, {
    nullable: true,
    description: 'The newest entry in its log; null: nothing was recorded yet (sự kiện mới nhất).',
  })
  lastEvent(@Ctx() context: Context, @Root() root: Obligation): Promise<ObligationEvent | null> {
    return context
      .loader<string, ObligationEvent | null>('last event', async (ids) => {
        const query = context.source.getRepository(ObligationEvent).createQueryBuilder('e');
        query.where('(e.obligation_id, e.number) IN (SELECT obligation_id, length FROM duty_chain WHERE obligation_id = ANY(:ids))', {
          ids,
        });
        const events = await readRecords(query);
        const found = new Map(events.map((event) => [event.obligationId, event]));
        return ids.map((id) => found.get(id) ?? null);
      })
      .load(root.id);
  }
}
