import { Arg, Ctx, Directive, Field, Float, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { badInput } from '../../shared/errors';
import { enumType, inLanguage, LanguageEnum, Node, type Language } from '../../shared/graph';
import { MAX_PAGE } from '../../shared/keyset';
import type { Context } from '../../shared/context';
import { findNode, search, searchKinds, type SearchKind } from './search';

const SearchKindEnum = enumType('SearchKind', searchKinds, 'What sort of thing to search for (loại đối tượng).', {
  AGENCY: 'Agencies (cơ quan)',
  DATABASE: 'Databases and systems (cơ sở dữ liệu)',
  DOCUMENT: 'Legal documents (văn bản)',
  OBLIGATION: 'Duties (nghĩa vụ)',
  STATEMENT: 'Statements (điều khoản)',
  SERVICE: 'Public services (dịch vụ công)',
});

@ObjectType({ simpleResolvers: true, description: 'Something that a search found (kết quả tìm kiếm).' })
class SearchHit {
  labelVi: string;

  labelEn: string;

  @Field(() => Node, { description: 'What was found (đối tượng).' })
  node: Node;

  @Field(() => String, { description: 'Its name or title (tên).' })
  label(@Arg('language', () => LanguageEnum, { defaultValue: 'VI' }) language: Language): string {
    return inLanguage(language, this.labelVi, this.labelEn);
  }

  @Field(() => String, { description: 'The spelling that matched, without accents (cách viết khớp).' })
  matched: string;

  @Field(() => Float, { description: '1 for the same words, less for similar ones (độ khớp).' })
  score: number;
}

@Resolver()
export class SearchResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its global id, or null when the id is unknown (tra theo mã).' })
  node(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<(Node & { __typename: string }) | null> {
    return findNode(context, id);
  }

  @Directive('@cost(weight: 20)')
  @Query(() => [SearchHit], {
    description: 'Finds by name, abbreviation or spelling; accents, case and small errors of spelling do not count (tìm kiếm).',
  })
  search(
    @Ctx() context: Context,
    @Arg('text', () => String) text: string,
    @Arg('kinds', () => [SearchKindEnum], { nullable: true }) kinds?: SearchKind[] | null,
    @Arg('first', () => Int, { defaultValue: 20 }) first?: number,
  ): Promise<object[]> {
    const size = first ?? 20;
    if (size < 1 || size > MAX_PAGE) throw badInput(`first is ${String(size)}; a search answers 1 to ${String(MAX_PAGE)} hits`, ['first']);
    return search(context, text, kinds ?? searchKinds, size);
  }
}
