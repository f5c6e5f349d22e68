import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { partProgressOn, type ConnectionStatus, type DutyProgress, type PartProgress, type ProgressStatus } from '../../../domain/progress';
import { daysLateOn, dueInForce, standingOn, type Standing } from '../../../domain/standing';
import { asOfDay, ConnectionStatusEnum, DateScalar } from '../../../shared/graph';
import type { Context } from '../../../shared/context';
import { dutyFacts, Obligation, type ListedTerm } from '../Obligation';
import { DataConnectionStub } from '../ObligationResolver';
import { Bearer } from '../responsibility/Bearer';
import { StandingEnum } from '../types';
import { connectionStatus, dutyLog, dutyProgress, version, type Moment } from './queries';
import { MomentArgs, ProgressStatusEnum } from './types';

/** How far a duty is. */
@Resolver(() => Obligation)
export class ProgressResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'Last day in force on a day, extensions and triggers applied; null when there is none (hạn đang có hiệu lực).',
  })
  async dueOn(@Ctx() context: Context, @Root() root: Obligation, @Args(() => MomentArgs) args: MomentArgs): Promise<CalendarDate | null> {
    const moment = args.in(context);
    return dueInForce(dutyFacts(root, await term(context, root, moment)), moment.on);
  }

  @FieldResolver(() => StandingEnum, {
    description: 'Where it stands at the end of a day; a claim counts until it is rejected (tình trạng).',
  })
  async standing(@Ctx() context: Context, @Root() root: Obligation, @Args(() => MomentArgs) args: MomentArgs): Promise<Standing> {
    const moment = args.in(context);
    return standingOn(dutyFacts(root, await term(context, root, moment)), moment.on);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Days past the last day, up to completion; null when it is not past or there is none (số ngày quá hạn).',
  })
  async daysLate(@Ctx() context: Context, @Root() root: Obligation, @Args(() => MomentArgs) args: MomentArgs): Promise<number | null> {
    const moment = args.in(context);
    return daysLateOn(dutyFacts(root, await term(context, root, moment)), moment.on);
  }

  @FieldResolver(() => ProgressStatusEnum, {
    description: 'What its bearers reported and nobody rejected; of several who each do their share: of all together (tiến độ báo cáo).',
  })
  async reportedStatus(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Args(() => MomentArgs) args: MomentArgs,
  ): Promise<ProgressStatus> {
    return (await dutyProgress(context, root.id, args.in(context))).reported;
  }

  @FieldResolver(() => ProgressStatusEnum, {
    description: 'The last that was verified of what its bearers reported (tiến độ được xác minh).',
  })
  async verifiedStatus(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Args(() => MomentArgs) args: MomentArgs,
  ): Promise<ProgressStatus> {
    return (await dutyProgress(context, root.id, args.in(context))).verified;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The day on which it was done, as reported and not rejected; null: it is not (ngày hoàn thành).',
  })
  async completedOn(
    @Ctx() context: Context,
    @Root() root: Obligation,
    @Args(() => MomentArgs) args: MomentArgs,
  ): Promise<CalendarDate | null> {
    return (await term(context, root, args.in(context))).completedOn;
  }

  @FieldResolver(() => Int, { description: 'How many events its log holds; a decision may name the version it was made on (phiên bản).' })
  version(@Ctx() context: Context, @Root() root: Obligation): Promise<number> {
    return version(context, root.id);
  }
}

/** Completion and last day in force of a duty, as its list told them or by its progress. */
function term(context: Context, { id, listed }: Obligation, moment: Moment): ListedTerm | Promise<DutyProgress> {
  return listed?.on === moment.on && moment.knownOn === null ? listed : dutyProgress(context, id, moment);
}

/** How far one bearer is with its own share. */
@Resolver(() => Bearer)
export class BearerProgressResolver {
  @FieldResolver(() => ProgressStatusEnum, {
    description: 'What was reported of its own share and not rejected, on the day it answers for unless said otherwise (tiến độ báo cáo).',
  })
  async reportedStatus(@Ctx() context: Context, @Root() root: Bearer, @Args(() => MomentArgs) args: MomentArgs): Promise<ProgressStatus> {
    return (await shareOf(context, root, args)).reported;
  }

  @FieldResolver(() => ProgressStatusEnum, { description: 'The last that was verified of its own share (tiến độ được xác minh).' })
  async verifiedStatus(@Ctx() context: Context, @Root() root: Bearer, @Args(() => MomentArgs) args: MomentArgs): Promise<ProgressStatus> {
    return (await shareOf(context, root, args)).verified;
  }
}

async function shareOf(context: Context, bearer: Bearer, { asOf, knownOn }: MomentArgs): Promise<PartProgress> {
  const { events } = await dutyLog(context, bearer.obligationId);
  return partProgressOn(events, bearer.part, asOf ?? bearer.on, knownOn ?? null);
}

/** How far a connection is. */
@Resolver(() => DataConnectionStub)
export class ConnectionProgressResolver {
  @FieldResolver(() => ConnectionStatusEnum, {
    description:
      'How far it is on a day, by the connection duties of the highest level that name it, the furthest of them (tình trạng kết nối).',
  })
  status(
    @Ctx() context: Context,
    @Root() root: { id: string },
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<ConnectionStatus> {
    return connectionStatus(context, root.id, context.on(asOf));
  }
}
