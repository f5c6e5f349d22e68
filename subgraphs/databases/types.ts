import { Field, ID, InputType } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import type { ConnectionStatus } from '../../domain/progress';
import { channels, databaseKinds } from '../../domain/vocabulary';
import { ConnectionStatusEnum, DateScalar, entityStub, enumType } from '../../shared/graph';

export const AgencyStub = entityStub('Agency');

export const DatabaseKindEnum = enumType(
  'DatabaseKind',
  databaseKinds,
  'What sort of system it is, as the documents call it (loại hệ thống).',
  {
    NATIONAL_DATABASE: 'Called a national database; its legal status is another matter (cơ sở dữ liệu quốc gia)',
    SPECIALISED_DATABASE: 'A database of one line of work (cơ sở dữ liệu chuyên ngành)',
    LOCAL_SYSTEM: 'A system of a province or commune (hệ thống của địa phương)',
    PLATFORM: 'A platform that others connect through (nền tảng)',
    PORTAL: 'A portal for citizens (cổng)',
    INFORMATION_SYSTEM: 'An information system (hệ thống thông tin)',
    APPLICATION: 'An application, like VNeID (ứng dụng)',
    CREDENTIAL: 'A card, account or certificate (thẻ, tài khoản, chứng thư)',
    GROUP: 'Several systems named together (nhóm cơ sở dữ liệu)',
  },
);

export const ChannelEnum = enumType('Channel', channels, 'Through what a connection runs (kênh kết nối).', {
  NDXP: 'National data exchange platform (nền tảng tích hợp, chia sẻ dữ liệu quốc gia)',
  LGSP: "A province's or ministry's integration platform (nền tảng tích hợp cấp bộ, cấp tỉnh)",
  NATIONAL_DATA_CENTRE: 'The National Data Centre (Trung tâm Dữ liệu quốc gia)',
  DIRECT: 'Directly (kết nối trực tiếp)',
});

@InputType({ description: 'Which databases to list; all conditions must hold (điều kiện lọc).' })
export class DatabaseFilter {
  @Field(() => [ID], { nullable: true, description: 'These databases (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [DatabaseKindEnum], { nullable: true, description: 'Of these kinds (loại).' })
  kinds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Owned by one of these agencies on that day (cơ quan chủ quản).' })
  ownerIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'On the legal list of national databases in force that day, or not on it (thuộc danh mục CSDL quốc gia).',
  })
  national?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Called 'quốc gia' by a document of that day or before without being known to be on the list in force, or not (gọi là quốc gia nhưng ngoài danh mục).",
  })
  calledNationalNotListed?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Words of the name or an alias; accents and case do not count (từ khóa).' })
  text?: string | null;
}

@InputType({ description: 'Which connections to list; all conditions must hold (điều kiện lọc).' })
export class DataConnectionFilter {
  @Field(() => [ID], { nullable: true, description: 'These connections (mã định danh).' })
  ids?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'With one of these databases at an end (cơ sở dữ liệu).' })
  databaseIds?: string[] | null;

  @Field(() => [ConnectionStatusEnum], { nullable: true, description: 'That are so far on the day (tình trạng kết nối).' })
  statuses?: ConnectionStatus[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Demanded by one of these documents or obligations, or of one of these lead agencies (được giao bởi).',
  })
  obligedBy?: string[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'With a last day before this day, in some document (hạn trước ngày).' })
  dueBefore?: CalendarDate | null;
}
