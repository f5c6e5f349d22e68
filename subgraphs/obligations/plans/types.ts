import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, enumType, LegalDocumentStub } from '../../../shared/graph';
import { UserError } from '../progress/types';
import { AgencyStub } from '../types';
import { importPhases, type ImportStage } from './progress';

@InputType({ description: 'A file of a plan in the format of the corpus (tệp của kế hoạch).' })
export class PlanFileInput {
  @Field(() => String, { description: 'Its place, e.g. statements/kh-1-2026.yaml (đường dẫn tệp).' })
  path: string;

  @Field(() => String, { description: 'What it holds: YAML as corpus/README.md describes it (nội dung tệp).' })
  content: string;
}

@InputType({ description: 'A plan to take in besides the corpus (nhập kế hoạch).' })
export class ImportPlanInput {
  @Field(() => String, {
    description:
      'Chosen by the client, new for each act: a retry with the same key and body gives the first result again (khóa chống lặp).',
  })
  idempotencyKey: string;

  @Field(() => ID, { description: 'The agency that acts; the one of the token (cơ quan thực hiện).' })
  agencyId: string;

  @Field(() => [PlanFileInput], { description: 'Its files, laid out as in the corpus; 1000 and 8 MiB at most (các tệp).' })
  files: PlanFileInput[];

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'true: only tell what it would do and every problem, and change nothing (chạy thử).',
  })
  dryRun?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'Something wrong in a plan, as the check of the corpus tells it (lỗi trong kế hoạch).' })
export class PlanProblem {
  @Field(() => String, { description: 'The file; - for the plan as a whole (tệp).' })
  file: string;

  @Field(() => Int, { description: 'The line in it (dòng).' })
  line: number;

  @Field(() => String, { description: 'Id or path of the record; - where none is meant (bản ghi).' })
  record: string;

  @Field(() => String, { description: 'What is wrong, in English (nội dung lỗi).' })
  message: string;
}

@ObjectType({ simpleResolvers: true, description: 'A record of a plan that was held already, word for word (bản ghi đã có).' })
export class PlanDuplicate {
  @Field(() => String, { description: 'The file (tệp).' })
  file: string;

  @Field(() => Int, { description: 'The line in it (dòng).' })
  line: number;

  @Field(() => String, { description: 'Id or path of the record (bản ghi).' })
  record: string;

  @Field(() => LegalDocumentStub, {
    nullable: true,
    description: 'The document that it is or whose statement it is; null: it is neither (văn bản).',
  })
  document: { id: string } | null;
}

@ObjectType({ simpleResolvers: true, description: 'What became of an import (kết quả nhập kế hoạch).' })
export class ImportPlanPayload {
  @Field(() => LegalDocumentStub, {
    nullable: true,
    description: 'The first document of the plan; null: it has none, or it is not in the graph yet (văn bản của kế hoạch).',
  })
  document: { id: string } | null;

  @Field(() => [LegalDocumentStub], {
    description: 'Documents that the plan holds or states duties of, as far as the graph knows them now (các văn bản).',
  })
  documents: Array<{ id: string }>;

  @Field(() => Int, { description: 'New statements (số điều khoản mới).' })
  statements: number;

  @Field(() => Int, { description: 'New duties (số nghĩa vụ mới).' })
  obligations: number;

  @Field(() => Int, { description: 'New records of every sort (số bản ghi mới).' })
  records: number;

  @Field(() => [PlanDuplicate], { description: 'Records that were held already and add nothing (bản ghi trùng).' })
  duplicates: PlanDuplicate[];

  @Field(() => Boolean, { description: 'Whether the plan is taken in (đã nhập).' })
  applied: boolean;

  @Field(() => Boolean, {
    description: 'Whether all of the graph answers with it already; false after applied: true means within moments (đã phục vụ).',
  })
  served: boolean;

  @Field(() => [PlanProblem], { description: 'Everything that is wrong with it, by file and line (các lỗi trong kế hoạch).' })
  problems: PlanProblem[];

  @Field(() => [UserError], { description: 'Why it was refused; empty: it is taken in, or can be (lỗi).' })
  userErrors: UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'An imported plan that no longer fits the corpus of this version, and is left out of the graph (kế hoạch không còn khớp).',
})
export class LeftOutPlan {
  @Field(() => Int, { description: 'Its place in the order of imports (số thứ tự).' })
  number: number;

  @Field(() => AgencyStub, { description: 'The agency that imported it (cơ quan nhập).' })
  agency: { id: string };

  @Field(() => DateTimeScalar, { description: 'When it was imported (thời điểm nhập).' })
  recordedAt: Date;

  @Field(() => [PlanProblem], { description: 'Why it no longer fits (lý do).' })
  problems: PlanProblem[];
}

const PlanImportPhaseEnum = enumType('PlanImportPhase', importPhases, 'How far an import is (giai đoạn nhập).', {
  READING: 'Its files are being read (đang đọc)',
  CHECKING: 'It is being checked against what is held (đang kiểm tra)',
  LOADING: 'It is taken in, and the graph is loading it (đang nạp)',
  DONE: 'All of the graph serves it (hoàn tất)',
});

@ObjectType({ simpleResolvers: true, description: 'How far an import is (tiến trình nhập kế hoạch).' })
export class PlanImportProgress implements ImportStage {
  @Field(() => PlanImportPhaseEnum, { description: 'What is going on (giai đoạn).' })
  phase: ImportStage['phase'];

  @Field(() => Int, { description: 'So many are done: files when reading, parts of the graph when loading (đã xong).' })
  done: number;

  @Field(() => Int, { description: 'Of so many (tổng số).' })
  total: number;
}
