import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { admitExtensionDecision, admitExtensionRequest, admitVerification } from '../../../domain/admission/decisions';
import { admitMonthlyReport, admitProgressReport } from '../../../domain/admission/reports';
import type { Situation } from '../../../domain/admission/facts';
import type { Context } from '../../../shared/context';
import {
  DecideExtensionInput,
  FileMonthlyReportInput,
  ReportProgressInput,
  RequestExtensionInput,
  VerifyReportInput,
  type CitationInput,
} from './inputs';
import {
  DecideExtensionPayload,
  FileMonthlyReportPayload,
  outcomeOf,
  ReportProgressPayload,
  RequestExtensionPayload,
  VerifyReportPayload,
} from './payloads';

type Outcome = ReturnType<typeof outcomeOf>;

@Resolver()
export class WriteResolver {
  @Directive('@cost(weight: 10)')
  @Mutation(() => ReportProgressPayload, {
    description: 'A body that leads a duty, or one above it, reports how far the duty is; role REPORTER (báo cáo tiến độ).',
  })
  reportProgress(@Ctx() context: Context, @Arg('input', () => ReportProgressInput) input: ReportProgressInput): Outcome {
    const { obligationId, agencyId, effectiveOn, status, percent = null, note = null } = input;
    const evidence = (input.evidence ?? []).map(({ url, type = null, hash = null }) => ({ url, type, hash }));
    return outcomeOf(context, {
      mutation: 'reportProgress',
      role: 'REPORTER',
      input,
      about: {
        obligationId,
        admit: (situation: Situation) => admitProgressReport({ agencyId, effectiveOn, status, percent, note, evidence }, situation),
      },
      on: effectiveOn,
      names: [],
    });
  }

  @Directive('@cost(weight: 10)')
  @Mutation(() => VerifyReportPayload, {
    description: 'The verifying body of the document confirms or rejects a report, never its own; role VERIFIER (xác nhận báo cáo).',
  })
  verifyReport(@Ctx() context: Context, @Arg('input', () => VerifyReportInput) input: VerifyReportInput): Outcome {
    const { eventId, agencyId, effectiveOn, accept, reason = null, expectedVersion = null } = input;
    return outcomeOf(context, {
      mutation: 'verifyReport',
      role: 'VERIFIER',
      input,
      about: {
        eventId,
        admit: (situation, about) => admitVerification({ agencyId, about, effectiveOn, accept, reason, expectedVersion }, situation),
      },
      on: effectiveOn,
      names: [],
    });
  }

  @Directive('@cost(weight: 10)')
  @Mutation(() => RequestExtensionPayload, {
    description: 'A body that leads a duty, or one above it, asks for a later last day; role REPORTER (đề nghị gia hạn).',
  })
  requestExtension(@Ctx() context: Context, @Arg('input', () => RequestExtensionInput) input: RequestExtensionInput): Outcome {
    const { obligationId, effectiveOn } = input;
    return outcomeOf(context, {
      mutation: 'requestExtension',
      role: 'REPORTER',
      input,
      about: { obligationId, admit: (situation: Situation) => admitExtensionRequest(input, situation) },
      on: effectiveOn,
      names: [],
    });
  }

  @Directive('@cost(weight: 10)')
  @Mutation(() => DecideExtensionPayload, {
    description: 'The verifying body or the issuer of the document grants or refuses a later last day; role VERIFIER (quyết định gia hạn).',
  })
  decideExtension(@Ctx() context: Context, @Arg('input', () => DecideExtensionInput) input: DecideExtensionInput): Outcome {
    const { eventId, agencyId, effectiveOn, accept, reason = null, expectedVersion = null } = input;
    const legalBasis = basisOf(input.legalBasis);
    return outcomeOf(context, {
      mutation: 'decideExtension',
      role: 'VERIFIER',
      input,
      about: {
        eventId,
        admit: (situation, about) =>
          admitExtensionDecision({ agencyId, about, effectiveOn, accept, reason, expectedVersion, legalBasis }, situation),
      },
      on: effectiveOn,
      names: typeof legalBasis?.documentId === 'string' ? [legalBasis.documentId] : [],
    });
  }

  @Directive('@cost(weight: 10)')
  @Mutation(() => FileMonthlyReportPayload, {
    description: 'A body files the report of a month that a recurring duty asks of it; role REPORTER (nộp báo cáo tháng).',
  })
  fileMonthlyReport(@Ctx() context: Context, @Arg('input', () => FileMonthlyReportInput) input: FileMonthlyReportInput): Outcome {
    const { obligationId, agencyId, period, filedOn } = input;
    const items = (input.items ?? []).map(({ text, obligationId: id = null, status = null, percent = null }) => ({
      text,
      obligationId: id,
      status,
      percent,
    }));
    return outcomeOf(context, {
      mutation: 'fileMonthlyReport',
      role: 'REPORTER',
      input,
      about: { obligationId, admit: (situation: Situation) => admitMonthlyReport({ agencyId, period, filedOn, items }, situation) },
      on: filedOn,
      names: items.flatMap((item) => item.obligationId ?? []),
    });
  }
}

function basisOf(given: CitationInput | null | undefined) {
  if (given === null || given === undefined) return null;
  const { documentId = null, path = null, sourceUrl = null } = given;
  return { documentId, path, sourceUrl };
}
