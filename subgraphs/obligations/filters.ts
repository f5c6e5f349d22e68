import { Field, ID, InputType } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import type { Standing } from '../../domain/standing';
import type { GovernmentLevel } from '../../domain/vocabulary';
import { DateScalar, GovernmentLevelEnum } from '../../shared/graph';
import { ObligationKindEnum, StandingEnum } from './types';

@InputType({ description: 'A span of days, both ends included (khoảng ngày).' })
export class DateRange {
  @Field(() => DateScalar, { nullable: true, description: 'First day; by default no limit (từ ngày).' })
  from?: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; by default no limit (đến ngày).' })
  to?: CalendarDate | null;
}

@InputType({ description: 'Which duties to list; all conditions must hold (điều kiện lọc).' })
export class ObligationFilter {
  @Field(() => [ID], { nullable: true, description: 'These duties (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of one of these documents (văn bản).' })
  documentIds?: string[] | null;

  @Field(() => [ObligationKindEnum], { nullable: true, description: 'Of these kinds (loại).' })
  kinds?: string[] | null;

  @Field(() => [GovernmentLevelEnum], { nullable: true, description: 'Given by documents of these levels (cấp).' })
  levels?: GovernmentLevel[] | null;

  @Field(() => [ID], { nullable: true, description: 'Led by one of these agencies, as stated (cơ quan chủ trì).' })
  leadAgencyIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'That one of these agencies answers for on the day, as lead (đơn vị chịu trách nhiệm).',
  })
  bearerIds?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'That this agency or one inside it, at any depth, answers for on the day (trong phạm vi).',
  })
  withinAgencyId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Coordinated by one of these agencies, as stated (cơ quan phối hợp).' })
  coordinatingAgencyIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Whose text connects one of these databases (cơ sở dữ liệu).' })
  databaseIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Whose text names one of these connections (kết nối).' })
  connectionIds?: string[] | null;

  @Field(() => DateRange, { nullable: true, description: 'With a last day in force in this span (thời hạn).' })
  due?: DateRange | null;

  @Field(() => [StandingEnum], { nullable: true, description: 'That stand so on the day (tình trạng).' })
  standings?: Standing[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whose reported status is verified; or that is reported and not verified yet (đã được xác minh).',
  })
  verified?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whose provisions take part in a conflict, or in none (có mâu thuẫn).' })
  hasConflict?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Words of the title in either language; accents and case do not count (từ khóa).' })
  text?: string | null;
}

@InputType({ description: 'Which statements to list; all conditions must hold (điều kiện lọc).' })
export class StatementFilter {
  @Field(() => [ID], { nullable: true, description: 'Of one of these documents (văn bản).' })
  documentIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'At exactly one of these paths, e.g. III.5.b.4 (điều khoản).' })
  paths?: string[] | null;

  @Field(() => String, { nullable: true, description: 'At a path that begins so, e.g. PL2.V (phần của văn bản).' })
  pathPrefix?: string | null;

  @Field(() => [ObligationKindEnum], { nullable: true, description: 'Of these kinds (loại).' })
  kinds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Where one of these agencies leads, as this provision says (cơ quan chủ trì).' })
  leadAgencyIds?: string[] | null;

  @Field(() => DateRange, { nullable: true, description: 'With a last day in this span, as this provision says (thời hạn).' })
  due?: DateRange | null;

  @Field(() => [ID], { nullable: true, description: 'That state one of these duties (nghĩa vụ).' })
  obligationIds?: string[] | null;
}
