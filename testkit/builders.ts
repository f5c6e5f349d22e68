import { randomUUID } from 'node:crypto';
import type {
  DecideExtensionInput,
  FileMonthlyReportInput,
  ImportPlanInput,
  ReportProgressInput,
  RequestExtensionInput,
  VerifyReportInput,
} from '../schema/operations';

/**
 * Valid inputs of the writes, each under a key of its own; a test gives what matters to it. Left alone they tell one story:
 * Bộ Tài chính connects the tax database with the population database, due on 2022-03-31 by QĐ 06, and Văn phòng Chính phủ
 * follows it. The days are of March 2022, so the day of the graph has to be later.
 */
const DUTY = 'obligation:qd-06-qd-ttg-2022/III.5.b.1';
const MONTHLY_DUTY = 'obligation:qd-06-qd-ttg-2022/IV.3.k';
const BEARER = 'agency:bo-tai-chinh';
const VERIFIER = 'agency:van-phong-chinh-phu';
const ISSUER = 'uy-ban-nhan-dan-tinh-dak-nong';

export function aReport(given: Partial<ReportProgressInput> = {}): ReportProgressInput {
  return { ...aKey(), obligationId: DUTY, agencyId: BEARER, effectiveOn: '2022-03-25', status: 'COMPLETED', ...given };
}

/** A decision on the report `eventId`: it is confirmed, unless said otherwise. */
export function aVerification(given: Partial<VerifyReportInput> & Pick<VerifyReportInput, 'eventId'>): VerifyReportInput {
  const reason = given.accept === false ? 'Chưa có bằng chứng.' : undefined;
  return { ...aKey(), agencyId: VERIFIER, effectiveOn: '2022-03-28', accept: true, reason, ...given };
}

export function anExtensionRequest(given: Partial<RequestExtensionInput> = {}): RequestExtensionInput {
  const reason = 'Chờ nâng cấp hạ tầng.';
  return { ...aKey(), obligationId: DUTY, agencyId: BEARER, effectiveOn: '2022-03-20', newDueOn: '2022-06-30', reason, ...given };
}

/** A decision on the request `eventId`: it is granted, unless said otherwise. */
export function anExtensionDecision(given: Partial<DecideExtensionInput> & Pick<DecideExtensionInput, 'eventId'>): DecideExtensionInput {
  const ground =
    given.accept === false ? { reason: 'Không đủ căn cứ.' } : { legalBasis: { sourceUrl: 'https://example.vn/cong-van-gia-han.pdf' } };
  return { ...aKey(), agencyId: VERIFIER, effectiveOn: '2022-03-24', accept: true, ...ground, ...given };
}

export function aMonthlyReport(given: Partial<FileMonthlyReportInput> = {}): FileMonthlyReportInput {
  return { ...aKey(), obligationId: MONTHLY_DUTY, agencyId: BEARER, period: '2022-03', filedOn: '2022-03-21', ...given };
}

let plans = 0;

/** A plan of a document with one duty, another at each call, that is taken in at once; for an EDITOR of Đắk Nông. */
export function aPlan(given: Partial<ImportPlanInput> = {}): ImportPlanInput {
  plans += 1;
  const number = String(plans);
  const id = `kh-${number}-kh-ubnd-thu-nghiem-2022`;
  const document = `id: ${id}
kind: PLAN
number: ${number}/KH-UBND-TN
issuer: ${ISSUER}
issuedOn: 2022-03-01
title: Kế hoạch thử nghiệm số ${number}
held: true
confidence: UNVERIFIED
`;
  const statements = `document: ${id}
statements:
  - path: I.1
    lines: [1, 2]
    kind: DATA_CLEANING
    title: Rà soát dữ liệu dân cư, đợt ${number}.
    lead: [cong-an-tinh-dak-nong]
    deadline:
      text: trước ngày 01/12/2022
      precision: DAY
      dueOn: 2022-11-30
    confidence: UNVERIFIED
`;
  const files = [
    { path: `documents/${id}.yaml`, content: document },
    { path: `statements/${id}.yaml`, content: statements },
  ];
  return { ...aKey(), agencyId: `agency:${ISSUER}`, files, dryRun: false, ...given };
}

function aKey(): { idempotencyKey: string } {
  return { idempotencyKey: `testkit ${randomUUID()}` };
}
