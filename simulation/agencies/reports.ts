import { addDays } from '../../domain/calendar';
import type { Act, Inputs, Role } from '../oracle/acts';
import type { Status } from '../oracle/log';
import type { Random } from '../Random';
import type { Desk } from './Desk';

type ReportAct = Extract<Act, { mutation: 'reportProgress' }>;

const notes = ['Đã họp với đơn vị phối hợp', 'Đang kiểm thử kết nối', 'Chờ cấp kinh phí', 'Đã nghiệm thu nội bộ', 'Đang làm sạch dữ liệu'];

/** A sound report of a body on the duty at hand. */
export function aReport(
  desk: Desk,
  agencyId: string,
  status: Status,
  random: Random,
  given: Partial<Inputs['reportProgress']> = {},
): ReportAct {
  const told = {
    ...(random.chance(0.4) ? { percent: status === 'COMPLETED' ? 100 : random.between(1, 99) } : {}),
    ...(random.chance(0.5) ? { note: random.pick(notes) } : {}),
    ...(random.chance(0.3) ? { evidence: [evidence(random)] } : {}),
  };
  const day = desk.today;
  const input = { idempotencyKey: desk.newKey(), obligationId: desk.dutyId, agencyId, effectiveOn: day, status, ...told, ...given };
  return { mutation: 'reportProgress', dutyId: desk.dutyId, input, token: { agencyId, role: 'REPORTER' } };
}

function evidence(random: Random) {
  const number = random.between(1, 9999);
  const hash = random.chance(0.5) ? { hash: `sha256:${number.toString(16).padStart(64, '0')}` } : {};
  return { url: `https://congbao.example.vn/van-ban/${String(number)}.pdf`, type: 'application/pdf', ...hash };
}

/** What may be reported next of a part that is in this state, on the way to the end. */
export function nextStatus(now: Status, random: Random): Status {
  if (now === 'SUSPENDED') return 'IN_PROGRESS';
  return random.chance(now === 'NOT_STARTED' ? 0.04 : 0.06) ? 'SUSPENDED' : 'IN_PROGRESS';
}

const impossible: Readonly<Record<Status, readonly Status[]>> = {
  NOT_STARTED: ['NOT_STARTED'],
  IN_PROGRESS: ['NOT_STARTED'],
  SUSPENDED: ['COMPLETED', 'SUSPENDED', 'NOT_STARTED'],
  COMPLETED: ['IN_PROGRESS', 'COMPLETED', 'SUSPENDED'],
};

type Mistake = (desk: Desk, agencyId: string, random: Random, now: Status) => Act | null;

/** One thing wrong each. */
const mistakes: Readonly<Record<string, Mistake>> = {
  illegalMove: (desk, agencyId, random, now) => aReport(desk, agencyId, random.pick(impossible[now]), random),
  futureDay: (desk, agencyId, random, now) =>
    aReport(desk, agencyId, nextStatus(now, random), random, { effectiveOn: addDays(desk.today, random.between(1, 40)) }),
  beforeTheDuty: (desk, agencyId, random, now) => {
    const { demandedFrom } = desk.oracle.world.duty(desk.dutyId);
    if (demandedFrom === null) return null;
    return aReport(desk, agencyId, nextStatus(now, random), random, { effectiveOn: addDays(demandedFrom, -random.between(1, 60)) });
  },
  wrongAgency: (desk, _agencyId, random, now) => {
    const { world } = desk.oracle;
    const stranger = random.pick([...world.agencies.keys()]);
    return world.partsFor(desk.dutyId, stranger, desk.today).length > 0 ? null : aReport(desk, stranger, nextStatus(now, random), random);
  },
  anothersName: (desk, agencyId, random, now) => {
    const stranger = random.pick([...desk.oracle.world.agencies.keys()]);
    return stranger === agencyId ? null : as(aReport(desk, agencyId, nextStatus(now, random), random), stranger, 'REPORTER');
  },
  wrongRole: (desk, agencyId, random, now) => as(aReport(desk, agencyId, nextStatus(now, random), random), agencyId, 'VERIFIER'),
  noToken: (desk, agencyId, random, now) => ({ ...aReport(desk, agencyId, nextStatus(now, random), random), token: null }),
  badPercent: (desk, agencyId, random, now) =>
    aReport(desk, agencyId, nextStatus(now, random), random, { percent: random.pick([-1, 101, 1000]) }),
  badEvidence: (desk, agencyId, random, now) =>
    aReport(desk, agencyId, nextStatus(now, random), random, { evidence: [{ url: random.pick(['ftp://a/b', 'javascript:0']) }] }),
  noKey: (desk, agencyId, random, now) => aReport(desk, agencyId, nextStatus(now, random), random, { idempotencyKey: '' }),
  unknownDuty: (desk, agencyId, random, now) =>
    aReport(desk, agencyId, nextStatus(now, random), random, { obligationId: `${desk.dutyId}.khong-co` }),
};

const names = Object.keys(mistakes);

export function aMistake(desk: Desk, agencyId: string, random: Random, now: Status): Act | null {
  return mistakes[random.pick(names)]?.(desk, agencyId, random, now) ?? null;
}

function as(act: ReportAct, agencyId: string, role: Role): Act {
  return { ...act, token: { agencyId, role } };
}
