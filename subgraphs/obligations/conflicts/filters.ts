import { Field, ID, InputType } from 'type-graphql';
import type { ConflictKind, Severity } from '../../../domain/conflicts/facts';
import { ConflictKindEnum, SeverityEnum } from './Conflict';

@InputType({ description: 'Which conflicts to list; all conditions must hold (điều kiện lọc).' })
export class ConflictFilter {
  @Field(() => [ID], { nullable: true, description: 'These conflicts (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [ConflictKindEnum], { nullable: true, description: 'Of these kinds (loại mâu thuẫn).' })
  kinds?: ConflictKind[] | null;

  @Field(() => [ID], { nullable: true, description: 'That stand in one of these documents; of two plans, in the lower one (văn bản).' })
  documentIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'About one of these connections (kết nối).' })
  connectionIds?: string[] | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'At least this grave (mức độ tối thiểu).' })
  minSeverity?: Severity | null;
}
