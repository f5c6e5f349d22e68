import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { CalendarDate } from '../../domain/calendar';
import { asOfDay, DateScalar, inLanguage, LanguageEnum, LegalDocumentStub, type Language } from '../../shared/graph';
import { PageArgs, type Page } from '../../shared/keyset';
import { connectionOf } from '../../shared/schema/connection';
import type { Context } from '../../shared/context';
import { Database } from './Database';
import { DataConnection } from './DataConnection';
import { connectionsOf, databases, ownerId, parts } from './queries';
import { AgencyStub, DatabaseFilter } from './types';

const DatabaseConnection = connectionOf(Database, 'Database');
export const DataConnectionConnection = connectionOf(DataConnection, 'DataConnection');

@Resolver(() => Database)
export class DatabaseResolver {
  @Query(() => Database, { nullable: true, description: 'One database, or null when the id is unknown (một cơ sở dữ liệu).' })
  database(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Database | null> {
    return context.record(Database, id);
  }

  @Query(() => DatabaseConnection, { description: 'Databases, by name (danh sách cơ sở dữ liệu).' })
  databases(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => DatabaseFilter, { nullable: true }) filter?: DatabaseFilter | null,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<Database>> {
    return databases(context, filter ?? {}, context.on(asOf), args);
  }

  @FieldResolver(() => String, { description: 'Official name, or our translation (tên).' })
  name(@Root() root: Database, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, root.nameVi, root.nameEn);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What is worth knowing about this record; null: nothing (ghi chú).' })
  note(@Root() root: Database, @Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string | null {
    return root.note === null ? null : inLanguage(language, root.note, root.noteEn);
  }

  @FieldResolver(() => AgencyStub, {
    nullable: true,
    description: 'The agency in charge of it on a day; null where no source says (cơ quan chủ quản).',
  })
  async owner(
    @Ctx() context: Context,
    @Root() root: Database,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<{ id: string } | null> {
    const id = await ownerId(context, root.id, context.on(asOf));
    return id === null ? null : { id };
  }

  @FieldResolver(() => [Database], { description: 'The parts of a group, as the text names them (thành phần).' })
  parts(@Ctx() context: Context, @Root() root: Database): Promise<Database[]> {
    return parts(context, root.id);
  }

  @FieldResolver(() => [LegalDocumentStub], {
    description: "Documents that call it 'quốc gia', whatever its legal status (văn bản gọi là quốc gia).",
  })
  calledNationalIn(@Root() root: Database): Array<{ id: string }> {
    return root.calledNationalInIds.map((id) => ({ id }));
  }

  @FieldResolver(() => DataConnectionConnection, {
    description: 'Connections with this database at one end that documents of that day or before demand (các kết nối).',
  })
  connections(
    @Ctx() context: Context,
    @Root() root: Database,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('asOf', () => DateScalar, asOfDay) asOf?: CalendarDate | null,
  ): Promise<Page<DataConnection>> {
    return connectionsOf(context, root.id, context.on(asOf), args);
  }
}
