import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { agencyKinds, type AgencyKind, type GovernmentLevel } from '../../domain/vocabulary';
import { DateScalar, enumType, GovernmentLevelEnum } from '../../shared/graph';

export const AgencyKindEnum = enumType('AgencyKind', agencyKinds, 'What sort of body an agency is (loại cơ quan).', {
  GOVERNMENT: 'The Government (Chính phủ)',
  OFFICE_HOLDER: 'A person by office, like the Prime Minister (người đứng đầu)',
  MINISTRY: 'A ministry (bộ)',
  MINISTERIAL_BODY: 'A ministerial-level body (cơ quan ngang bộ)',
  GOVERNMENT_BODY: 'A body under the Government (cơ quan thuộc Chính phủ)',
  ASSEMBLY: "National Assembly or people's council (Quốc hội, HĐND)",
  PARTY_BODY: 'A body of the Party (cơ quan Đảng)',
  COURT: "A people's court (tòa án nhân dân)",
  PROCURACY: "A people's procuracy (viện kiểm sát nhân dân)",
  STATE_BODY: 'Another body of the state (cơ quan nhà nước khác)',
  CENTRAL_CITY: 'A centrally-run city, as a territory (thành phố trực thuộc trung ương)',
  PROVINCE: 'A province, as a territory (tỉnh)',
  DISTRICT: 'A district, as a territory (huyện)',
  COMMUNE: 'A commune, as a territory (xã)',
  PEOPLES_COMMITTEE: "A people's committee (ủy ban nhân dân)",
  DEPARTMENT: 'A specialised department of a province or district (sở, phòng)',
  OFFICE: 'An office that serves a committee or council (văn phòng)',
  POLICE: 'Police of a locality (công an)',
  MILITARY: 'A military command (quân sự, biên phòng)',
  VERTICAL_BODY: 'A local branch of a central line of work (cơ quan ngành dọc)',
  UNIT: 'A unit inside a body (đơn vị trực thuộc)',
  OFFICIAL: 'An official of a commune (công chức xã)',
  PUBLIC_SERVICE_UNIT: 'A school, health station and the like (đơn vị sự nghiệp)',
  STEERING_BODY: 'A steering committee or working group (ban chỉ đạo, tổ công tác)',
  MASS_ORGANISATION: 'The Fatherland Front and mass organisations (mặt trận, đoàn thể)',
  ENTERPRISE: 'An enterprise (doanh nghiệp)',
  COLLECTIVE: 'A group of bodies named together (tập thể)',
});

@ObjectType({
  simpleResolvers: true,
  description: 'A code of an agency and when it was valid; codes are reused (mã cơ quan, mã đơn vị hành chính).',
})
export class AgencyCode {
  @Field(() => String, { description: 'Which code list it is from (bảng mã).' })
  scheme: string;

  @Field(() => String, { description: 'The code (mã).' })
  value: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day it was valid; null: from before the documents held (hiệu lực từ).' })
  validFrom: CalendarDate | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day it was no longer valid; null: still valid (hiệu lực đến trước).' })
  validUntil: CalendarDate | null;
}

@InputType({ description: 'A code to look up; with asOf, whose code it was that day (mã).' })
export class AgencyCodeInput {
  @Field(() => String, { description: 'Code list: GSO for territories, QD-20-2020 for state bodies (bảng mã).' })
  scheme: string;

  @Field(() => String, { description: 'The code (mã).' })
  value: string;
}

@InputType({ description: 'Which agencies to list; all conditions must hold (điều kiện lọc).' })
export class AgencyFilter {
  @Field(() => [ID], { nullable: true, description: 'These agencies, whether or not they exist that day (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [AgencyKindEnum], { nullable: true, description: 'Of these kinds on that day (loại).' })
  kinds?: AgencyKind[] | null;

  @Field(() => [GovernmentLevelEnum], { nullable: true, description: 'Of these levels (cấp).' })
  levels?: GovernmentLevel[] | null;

  @Field(() => ID, { nullable: true, description: 'Inside this agency on that day, at any depth (trực thuộc).' })
  withinId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Also those that have ended by that day or begin after it (kể cả cơ quan không còn hoặc chưa có).',
  })
  includeFormer?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only collectives, or only single bodies (tập thể).' })
  collective?: boolean | null;

  @Field(() => AgencyCodeInput, { nullable: true, description: 'Whose code this was on that day (mã).' })
  code?: AgencyCodeInput | null;

  @Field(() => String, { nullable: true, description: 'Words of the name or an alias; accents and case do not count (từ khóa).' })
  text?: string | null;
}
