import { Field, Int, ObjectType } from 'type-graphql';
import { deadlineShifts, type DeadlineShift } from '../../../domain/coverage';
import { enumType, LegalDocumentStub } from '../../../shared/graph';
import { Statement } from '../Statement';

const DeadlineShiftEnum = enumType('DeadlineShift', deadlineShifts, 'How the last day moved from plan to plan (thay đổi thời hạn).', {
  SAME: 'The same last day, or none in either plan (giữ nguyên)',
  EARLIER: 'Earlier in the lower plan (sớm hơn)',
  LATER: 'Later in the lower plan (muộn hơn)',
  DROPPED: 'The lower plan states no last day where the higher has one (bỏ thời hạn)',
  ADDED: 'The lower plan states a last day where the higher has none (thêm thời hạn)',
});

@ObjectType({
  simpleResolvers: true,
  description:
    'A duty of the higher plan and one of the lower that carries it out, each by the provision whose deadline counts (cặp nhiệm vụ).',
})
export class CoveragePair {
  parentId: string;

  childId: string;

  @Field(() => Statement, { description: 'In the higher plan (cấp trên).' })
  parent?: Statement;

  @Field(() => Statement, { description: 'In the lower plan (cấp dưới).' })
  child?: Statement;

  @Field(() => DeadlineShiftEnum, { description: 'How the last day moved (thay đổi thời hạn).' })
  shift: DeadlineShift;

  @Field(() => Int, { nullable: true, description: 'By how many days, later is positive; null where one has no last day (số ngày).' })
  daysShifted: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'The sums of a comparison; duties are counted, not provisions (tổng hợp).' })
export class CoverageTotals {
  @Field(() => Int, { description: 'Duties of the higher plan (nhiệm vụ cấp trên).' })
  parentDuties: number;

  @Field(() => Int, { description: 'Duties of the lower plan (nhiệm vụ cấp dưới).' })
  childDuties: number;

  @Field(() => Int, { description: 'Duties of the higher plan that the lower carries out (được cụ thể hóa).' })
  carriedOut: number;

  @Field(() => Int, { description: 'Duties of the higher plan that it does not (bị bỏ).' })
  missing: number;

  @Field(() => Int, { description: 'Duties of the lower plan with none above them there (được thêm).' })
  added: number;

  @Field(() => Int, { description: 'Pairs of a duty and one that carries it out (số cặp).' })
  pairs: number;

  @Field(() => Int, { description: 'Pairs with the same last day, or none (giữ nguyên thời hạn).' })
  same: number;

  @Field(() => Int, { description: 'Pairs that are due earlier below (sớm hơn).' })
  earlier: number;

  @Field(() => Int, { description: 'Pairs that are due later below (muộn hơn).' })
  later: number;

  @Field(() => Int, { description: 'Pairs whose last day was dropped (bỏ thời hạn).' })
  deadlineDropped: number;

  @Field(() => Int, { description: 'Pairs whose last day was added (thêm thời hạn).' })
  deadlineAdded: number;

  @Field(() => Int, { nullable: true, description: 'Most days by which one is later; null when none is (muộn nhất).' })
  mostDaysLater: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a plan carries over from the plan above it (mức độ cụ thể hóa).' })
export class Coverage {
  missingIds: string[];

  addedIds: string[];

  @Field(() => LegalDocumentStub, { description: 'The higher plan (văn bản cấp trên).' })
  parent: { id: string };

  @Field(() => LegalDocumentStub, { description: 'The lower plan (văn bản cấp dưới).' })
  child: { id: string };

  @Field(() => [CoveragePair], { description: 'What is carried over, in the order of the higher plan (được cụ thể hóa).' })
  carried: CoveragePair[];

  @Field(() => [Statement], { description: 'Duties above that nothing below carries out, by one provision each (bị bỏ).' })
  missing?: Statement[];

  @Field(() => [Statement], { description: 'Duties below that carry out none above, by one provision each (được thêm).' })
  added?: Statement[];

  @Field(() => CoverageTotals, { description: 'The sums (tổng hợp).' })
  totals: CoverageTotals;
}
