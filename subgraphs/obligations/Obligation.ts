import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../domain/calendar';
import type { DutyProgress } from '../../domain/progress';
import type { DutyFacts } from '../../domain/standing';
import type { GovernmentLevel } from '../../domain/vocabulary';
import { ReadFor } from '../../shared/database/asked';
import { GovernmentLevelEnum, Node } from '../../shared/graph';
import { Deadline, ObligationKindEnum } from './types';

@Entity('obligation')
@Index('obligation_place', { synchronize: false })
@Index('obligation_due', { synchronize: false })
@Index('obligation_document', { synchronize: false })
@Index('obligation_terms', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A duty that a document gives to agencies, stated by one or more of its provisions (nghĩa vụ, nhiệm vụ được giao).',
})
@Directive('@key(fields: "id")')
export class Obligation implements Node {
  @PrimaryColumn('text')
  @Field(() => ID, { description: 'Global id: obligation:<document>/<path of its first statement> (mã định danh).' })
  id: string;

  @Column('text', { name: 'document_id' })
  documentId: string;

  @ReadFor()
  @Column('date', { name: 'demanded_from', nullable: true })
  demandedFrom: CalendarDate | null;

  @ReadFor('level')
  @Column('text')
  @Field(() => GovernmentLevelEnum, { description: 'Level of government of the document that gives it (cấp).' })
  level: GovernmentLevel;

  @ReadFor('kind')
  @Column('text')
  @Field(() => ObligationKindEnum, { description: 'What it is about (loại nhiệm vụ).' })
  kind: string;

  @ReadFor('title')
  @Column('text', { name: 'title' })
  titleVi: string;

  @ReadFor('title')
  @Column('text', { name: 'title_en', nullable: true })
  titleEn: string | null;

  @ReadFor('deadline')
  @Column('jsonb')
  @Field(() => Deadline, { description: 'The deadline as ordered; where provisions differ, the appendix speaks (thời hạn được giao).' })
  deadline: Deadline;

  @ReadFor('dueOn', 'standing', 'daysLate')
  @Column('date', { name: 'due_on', nullable: true })
  statedDueOn: CalendarDate | null;

  @ReadFor('dueOn', 'standing', 'daysLate')
  @Column('date', { name: 'trigger_on', nullable: true })
  triggerOn: CalendarDate | null;

  @ReadFor('dueOn', 'standing', 'daysLate')
  @Column('boolean', { name: 'awaits_trigger' })
  awaitsTrigger: boolean;

  @ReadFor()
  @Column('int')
  place: number;

  /** Where the duty was on a day, when the list that it was read in tells it. */
  listed?: ListedTerm;

  /** Searched in SQL, and never read. */
  @Column('text', { select: false })
  terms: string;
}

/** Completion and last day in force of a duty on a day. */
export interface ListedTerm extends Pick<DutyProgress, 'completedOn' | 'extendedTo'> {
  readonly on: CalendarDate;
}

/** The term of a row that holds it as `listedDone` and `listedDue`. */
export function listedTerm(
  row: Obligation & { listedDone?: CalendarDate | null; listedDue?: CalendarDate | null },
  on: CalendarDate,
): ListedTerm {
  return { on, completedOn: row.listedDone ?? null, extendedTo: row.listedDue ?? null };
}

/** What decides where a duty stands, with its progress on the day asked about. */
export function dutyFacts(record: Obligation, { completedOn, extendedTo }: Pick<DutyProgress, 'completedOn' | 'extendedTo'>): DutyFacts {
  return { dueOn: record.statedDueOn, triggered: record.awaitsTrigger, triggerOn: record.triggerOn, extendedTo, completedOn };
}
