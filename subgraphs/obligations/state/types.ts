import { ArgsType, Field } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { progressStatuses } from '../../../domain/progress';
import { asOfDay, DateScalar, enumType } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import type { Moment } from './queries';

export const ProgressStatusEnum = enumType('ProgressStatus', progressStatuses, 'How far a bearer says a duty is (tiến độ).', {
  NOT_STARTED: 'Not begun, or nothing was reported (chưa thực hiện)',
  IN_PROGRESS: 'Under way (đang thực hiện)',
  COMPLETED: 'Done (hoàn thành)',
  SUSPENDED: 'Stopped for the time being (tạm dừng)',
});

/** The arguments of a field that asks both about a day and about what was known on another. */
@ArgsType()
export class MomentArgs {
  @Field(() => DateScalar, asOfDay)
  asOf?: CalendarDate | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'By what was recorded up to this day; by default all that is known (theo thông tin có đến ngày).',
  })
  knownOn?: CalendarDate | null;

  in(context: Context): Moment {
    return { on: context.on(this.asOf), knownOn: this.knownOn ?? null };
  }
}
