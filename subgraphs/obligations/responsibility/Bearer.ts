import { Arg, Field, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../../domain/calendar';
import { entityStub, enumType, inLanguage, LanguageEnum, type Language } from '../../../shared/graph';
import { AgencyStub } from '../types';

export const bearerRoles = ['LEAD', 'COORDINATING'] as const;
export type BearerRole = (typeof bearerRoles)[number];
const BearerRoleEnum = enumType('BearerRole', bearerRoles, 'What a bearer is to a duty (vai trò).', {
  LEAD: 'Leads it (chủ trì)',
  COORDINATING: 'Coordinates (phối hợp)',
});

const SuccessionStub = entityStub('Succession');
const DatabaseStub = entityStub('Database');

@ObjectType({ simpleResolvers: true, description: 'Who answers for a duty on a day, and why (đơn vị đang phải chịu trách nhiệm).' })
export class Bearer {
  obligationId: string;

  /** The day it answers for. */
  on: CalendarDate;

  /** Its share of the duty. */
  part: string;

  bearerId: string | null;

  originId: string;

  candidateIds: string[];

  scopeIds: string[];

  viaIds: string[];

  explanationVi: string;

  explanationEn: string;

  @Field(() => AgencyStub, { nullable: true, description: 'Who answers; null: unresolved, see candidates (cơ quan).' })
  get agency(): { id: string } | null {
    return this.bearerId === null ? null : { id: this.bearerId };
  }

  @Field(() => [AgencyStub], { description: 'Who may answer, where it is unresolved (cơ quan có thể chịu trách nhiệm).' })
  get candidates(): Array<{ id: string }> {
    return this.candidateIds.map((id) => ({ id }));
  }

  @Field(() => AgencyStub, { description: 'The agency that the document named (cơ quan được nêu trong văn bản).' })
  get origin(): { id: string } {
    return { id: this.originId };
  }

  @Field(() => BearerRoleEnum, { description: 'Whether it leads or coordinates (vai trò).' })
  role: BearerRole;

  @Field(() => [DatabaseStub], { description: 'The part of the duty, when a function was split; empty: the whole (phạm vi).' })
  get scope(): Array<{ id: string }> {
    return this.scopeIds.map((id) => ({ id }));
  }

  @Field(() => [SuccessionStub], { description: 'The chain from the agency named to the one that answers (chuỗi kế thừa).' })
  get via(): Array<{ id: string }> {
    return this.viaIds.map((id) => ({ id }));
  }

  @Field(() => Boolean, { description: 'Sources disagree, and this is one of their readings (có tranh chấp).' })
  disputed: boolean;

  @Field(() => String, { description: 'The chain in words, with days and legal bases (giải thích).' })
  explanation(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, this.explanationVi, this.explanationEn);
  }
}
