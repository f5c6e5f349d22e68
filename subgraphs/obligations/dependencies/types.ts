import { Arg, Field, Int, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { dependencyKinds, type DependencyKind } from '../../../domain/dependencies';
import { Citation, DateScalar, entityStub, enumType, inLanguage, LanguageEnum, type Language } from '../../../shared/graph';
import { Obligation } from '../Obligation';
import { DataConnectionStub } from '../ObligationResolver';

export const PublicServiceStub = entityStub('PublicService');

const DependencyKindEnum = enumType('DependencyKind', dependencyKinds, 'Why one duty needs another first (lý do phụ thuộc).', {
  TRIGGER: 'It begins once the other has produced a document (chờ điều kiện)',
  SERVICE_CONNECTION: 'A service needs its connection (dịch vụ cần kết nối)',
  APPENDIX: 'Its text orders what an appendix lists (việc nêu tại phụ lục)',
  TARGET: 'A target is reached by the other duty (chỉ tiêu đạt nhờ nhiệm vụ)',
  ENABLING_RULE: 'A connection needs its rules or guidance (văn bản quy định, hướng dẫn)',
  HIGHER_PLAN: 'A lower plan uses what the higher duty makes (dùng kết quả của cấp trên)',
});

@ObjectType({ simpleResolvers: true, description: 'One duty that another needs first (quan hệ phụ thuộc giữa các nhiệm vụ).' })
export class Dependency {
  onId: string;

  explanationVi: string;

  explanationEn: string;

  obligation: Obligation;

  @Field(() => DependencyKindEnum, { description: 'Why it is needed (lý do phụ thuộc).' })
  kind: DependencyKind;

  @Field(() => Boolean, { description: 'Concluded from the texts, which do not say it in so many words (suy ra).' })
  implied: boolean;

  @Field(() => Boolean, {
    description: 'Part of a circle of duties that wait for one another; nothing follows it (nằm trong vòng phụ thuộc).',
  })
  inCycle: boolean;

  @Field(() => [Citation], { description: 'Where it is said, or what it is concluded from (căn cứ).' })
  citations: Citation[];

  @Field(() => String, { description: 'The reason in a sentence (giải thích).' })
  explanation(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, this.explanationVi, this.explanationEn);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Duties that wait for one another in a circle (vòng phụ thuộc).' })
export class DependencyCycle {
  @Field(() => [Obligation], { description: 'The duties of the circle, by id (các nhiệm vụ trong vòng).' })
  obligations: Obligation[];
}

const slipsTo = { nullable: true, description: 'The day it reaches; null when there is no day to count from (lùi đến ngày).' };
const daysLater = { nullable: true, description: 'How much later, in days; null when there is no day to count from (số ngày lùi).' };

@ObjectType({ simpleResolvers: true, description: 'A duty that the delay of another reaches (nhiệm vụ bị ảnh hưởng).' })
export class DelayedDuty {
  @Field(() => Obligation, { description: 'The duty (nhiệm vụ).' })
  obligation: Obligation;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day in force; null when there is none (hạn đang có hiệu lực).' })
  dueOn: CalendarDate | null;

  @Field(() => DateScalar, slipsTo)
  slipsTo: CalendarDate | null;

  @Field(() => Int, daysLater)
  days: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days left between what it needs and its own last day, below 0 when too few; null without both days (số ngày dự phòng).',
  })
  slack: number | null;

  @Field(() => Obligation, { description: 'The duty that it needs and that pushes it (nhiệm vụ gây chậm).' })
  pushedBy: Obligation;
}

@ObjectType({ simpleResolvers: true, description: 'A connection that comes later because of a delay (kết nối bị chậm).' })
export class DelayedConnection {
  connectionId: string;

  @Field(() => DataConnectionStub, { description: 'The connection (kết nối).' })
  get connection(): { id: string } {
    return { id: this.connectionId };
  }

  @Field(() => DateScalar, slipsTo)
  slipsTo: CalendarDate | null;

  @Field(() => Int, daysLater)
  days: number | null;

  @Field(() => Obligation, { description: 'The duty that establishes it and slips (nhiệm vụ gây chậm).' })
  pushedBy: Obligation;
}

@ObjectType({ simpleResolvers: true, description: 'A public service that comes later because of a delay (dịch vụ công bị chậm).' })
export class DelayedService {
  serviceId: string;

  @Field(() => PublicServiceStub, { description: 'The service (dịch vụ công).' })
  get service(): { id: string } {
    return { id: this.serviceId };
  }

  @Field(() => DateScalar, slipsTo)
  slipsTo: CalendarDate | null;

  @Field(() => Int, daysLater)
  days: number | null;

  @Field(() => Obligation, { description: 'The duty that it needs and that pushes it (nhiệm vụ gây chậm).' })
  pushedBy: Obligation;
}

@ObjectType({ simpleResolvers: true, description: 'What slips when one duty does: a simulation, not a fact (tác động khi chậm hạn).' })
export class DelayImpact {
  @Field(() => Obligation, { description: 'The duty supposed to be late (nhiệm vụ giả định chậm).' })
  obligation: Obligation;

  @Field(() => Int, { description: 'Months it is supposed to be late (số tháng chậm).' })
  months: number;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day in force; null when there is none (hạn đang có hiệu lực).' })
  dueOn: CalendarDate | null;

  @Field(() => DateScalar, slipsTo)
  slipsTo: CalendarDate | null;

  @Field(() => Int, daysLater)
  days: number | null;

  @Field(() => [DelayedDuty], {
    description: 'Duties that slip, in the order in which the delay reaches them; targets are those of kind TARGET (nhiệm vụ bị chậm).',
  })
  duties: DelayedDuty[];

  @Field(() => [DelayedDuty], { description: 'Duties that the delay reaches but that have time enough (nhiệm vụ còn kịp).' })
  absorbed: DelayedDuty[];

  @Field(() => [DelayedConnection], { description: 'Connections that come later (kết nối bị chậm).' })
  connections: DelayedConnection[];

  @Field(() => [DelayedService], { description: 'Essential public services that come later (dịch vụ công bị chậm).' })
  services: DelayedService[];
}
