import { type Facts, type Finding, type Provision, type Rule, type StatedDuty, pairsOf, type Text } from './facts';
import { agencyWords, connectionsWords, deadlineWords, labelsOf, planOf, row, say, sentences } from './wording';

/**
 * What provisions that state one duty say differently. A silent provision contradicts nobody: what it leaves out is taken
 * from the other (domain/reading.ts).
 */
export const twinsDiffer: Rule = (facts) =>
  facts.duties
    .filter((duty) => duty.provisions.length > 1)
    .flatMap((duty) => [lead, coordination, scope, deadline].flatMap((rule) => rule(facts, duty)));

const key = (ids: readonly string[]) => [...ids].sort().join(' ');

/** The provisions that speak, when they do not all say the same. */
function dissenting(duty: StatedDuty, said: (provision: Provision) => string): Provision[] {
  const speakers = duty.provisions.filter((provision) => said(provision) !== '');
  return new Set(speakers.map(said)).size > 1 ? speakers : [];
}

/** 'Quyết định số …, một nhiệm vụ: <place> <what it says>; <place> <what it says>'. */
function each(duty: StatedDuty, provisions: readonly Provision[], says: (provision: Provision) => Text): Text {
  const said = row(
    '; ',
    provisions.map((provision) => ({
      vi: `${provision.place.vi} ${says(provision).vi}`,
      en: `${provision.place.en} ${says(provision).en}`,
    })),
  );
  const plan = planOf(duty.provisions[0]);
  return {
    vi: `${plan.vi} nêu một nhiệm vụ ở nhiều điều khoản mà ghi khác nhau: ${said.vi}.`,
    en: `${plan.en} states one duty in several provisions that differ: ${said.en}.`,
  };
}

function found(duty: StatedDuty, provisions: readonly Provision[], rest: Omit<Finding, 'document' | 'paths' | 'provisions'>): Finding {
  return { ...rest, document: duty.document, paths: provisions.map(({ path }) => path), provisions };
}

function lead(facts: Facts, duty: StatedDuty): Finding[] {
  const provisions = dissenting(duty, (provision) => key(provision.lead));
  if (provisions.length === 0) return [];
  const common = provisions.map((provision) => provision.lead).reduce((left, right) => left.filter((id) => right.includes(id)));
  const disputed = [...new Set(provisions.flatMap((provision) => provision.lead))].filter((id) => !common.includes(id));
  const says = each(duty, provisions, (provision) => {
    const agencies = agencyWords(facts, provision.lead);
    return { vi: `giao ${agencies.vi} chủ trì`, en: `gives the lead to ${agencies.en}` };
  });
  const open = agencyWords(facts, disputed);
  const sure = agencyWords(facts, common);
  const consequence =
    common.length === 0
      ? say`Không cơ quan nào được cả hai bên giao, nên chưa xác định được ai chịu trách nhiệm chính.``No agency is named by both, so it is not settled who answers for the duty.`
      : say`${sure} được mọi điều khoản giao; trách nhiệm chủ trì của ${open} chỉ dựa vào một phía, cần cơ quan ban hành đính chính.``${sure} is named by all; the lead of ${open} rests on one side only and needs a correction by the issuer.`;
  // Disjoint leads leave the duty without anyone who surely answers for it; a wider and a narrower list share someone.
  return [
    found(duty, provisions, {
      kind: 'LEAD',
      severity: common.length === 0 ? 'HIGH' : 'MEDIUM',
      connections: [],
      explanation: sentences(says, consequence),
    }),
  ];
}

/** An agency that one provision makes lead is not missed among the coordinating ones. */
function coordination(facts: Facts, duty: StatedDuty): Finding[] {
  const leads = new Set(duty.provisions.flatMap((provision) => provision.lead));
  const said = (provision: Provision) => provision.coordinating.filter((id) => !leads.has(id));
  const provisions = dissenting(duty, (provision) => key(said(provision)));
  if (provisions.length === 0) return [];
  const says = each(duty, provisions, (provision) => {
    const agencies = agencyWords(facts, said(provision));
    return { vi: `ghi ${agencies.vi} phối hợp`, en: `names ${agencies.en} as coordinating` };
  });
  const explanation = say`${says} Cơ quan chỉ được một bên nêu có thể cho rằng mình không phải phối hợp.``${says} An agency that only one side names may hold that it need not coordinate.`;
  return [found(duty, provisions, { kind: 'COORDINATION', severity: 'LOW', connections: [], explanation })];
}

function scope(facts: Facts, duty: StatedDuty): Finding[] {
  const provisions = dissenting(duty, (provision) => key(provision.connections));
  if (provisions.length === 0) return [];
  const common = provisions.map((provision) => provision.connections).reduce((left, right) => left.filter((slug) => right.includes(slug)));
  const only = (provision: Provision) => provision.connections.filter((slug) => !common.includes(slug));
  const wider = provisions.filter((provision) => only(provision).length > 0);
  const says = each(duty, wider, (provision) => {
    const connections = connectionsWords(facts, only(provision));
    return { vi: `kể thêm ${connections.vi}`, en: `adds ${connections.en}` };
  });
  const all = labelsOf(provisions);
  const explanation = say`${says} So sánh giữa ${all}. Kết nối chỉ có ở một bên có căn cứ yếu hơn và dễ bị bỏ sót khi kiểm đếm.``${says} Compared: ${all}. A connection that only one side names rests on weaker ground and is easily missed in a count.`;
  const crossing = pairsOf(wider).some(
    ([a, b]) => only(a).some((slug) => !b.connections.includes(slug)) && only(b).some((slug) => !a.connections.includes(slug)),
  );
  const connections = [...new Set(wider.flatMap(only))];
  return [found(duty, provisions, { kind: 'SCOPE', severity: crossing ? 'MEDIUM' : 'LOW', connections, explanation })];
}

function deadline(_: Facts, duty: StatedDuty): Finding[] {
  const said = ({ deadline: { precision, startOn, dueOn, stages, trigger } }: Provision) =>
    precision === 'NONE'
      ? ''
      : (dueOn ?? trigger?.name.vi ?? `${precision} ${startOn ?? ''} ${stages.map((stage) => stage.dueOn ?? '').join(' ')}`);
  const provisions = dissenting(duty, said);
  if (provisions.length === 0) return [];
  const says = each(duty, provisions, (provision) => {
    const words = deadlineWords(provision.deadline);
    return { vi: `ghi ${words.vi}`, en: `says ${words.en}` };
  });
  const explanation = say`${says} Ngày coi là quá hạn khác nhau tùy điều khoản được áp dụng; ở đây lấy theo phụ lục.``${says} The day from which it is overdue depends on the provision applied; the appendix is followed here.`;
  const days = provisions.filter((provision) => provision.deadline.dueOn !== null);
  // Two different days cannot both be the last one; a day beside an event may still agree with it.
  return [found(duty, provisions, { kind: 'DEADLINE', severity: days.length > 1 ? 'HIGH' : 'MEDIUM', connections: [], explanation })];
}
