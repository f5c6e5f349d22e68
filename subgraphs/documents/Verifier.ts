import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A place in a document where it says something (vị trí trong văn bản).' })
class Provision {
  @Field(() => String, { nullable: true, description: 'Its path, e.g. IV.3.k; null where the source does not say (điều khoản).' })
  path: string | null;

  @Field(() => [Int], { nullable: true, description: 'First and last line in the copy read; null where the text is not held (dòng).' })
  lines: number[] | null;
}

/** The stored form. */
@ObjectType({
  simpleResolvers: true,
  description: 'A body that a document names to receive the reports on its duties, or to check and urge them (cơ quan xác nhận).',
})
export class Verifier {
  agencyId: string;

  noteVi: string | null;

  noteEn: string | null;

  @Field(() => [Provision], { description: 'Where the document names it (điều khoản).' })
  provisions: Provision[];
}
