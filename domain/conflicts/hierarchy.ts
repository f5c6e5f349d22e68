import { daysBetween } from '../calendar';
import type { GovernmentLevel } from '../vocabulary';
import { type Facts, type Finding, type Provision, type Rule, speaking, type StatedDuty } from './facts';
import { agencyWords, dayWords, daysWords, labelsOf, nothing, row, say, sentences } from './wording';

/** A lower plan may be stricter than the plan it carries out, not laxer. */
export const laterThanParent: Rule = (facts) => {
  const byKey = new Map(facts.duties.map((duty) => [duty.key, duty]));
  return facts.duties.flatMap((duty) => {
    const parents = duty.parents.flatMap((key) => byKey.get(key) ?? []);
    return parents.flatMap((parent) => later(facts, duty, parent, parents));
  });
};

const MONTH = 31;
const keptWords = say`Kế hoạch giữ đúng hạn của một nhiệm vụ cấp trên khác mà nó cũng cụ thể hóa.``It keeps the day of another higher duty that it also carries out.`;

function later(facts: Facts, child: StatedDuty, parent: StatedDuty, parents: readonly StatedDuty[]): Finding[] {
  const [due, parentDue] = [child.reading.deadline.dueOn, parent.reading.deadline.dueOn];
  if (due === null || parentDue === null || due <= parentDue) return [];
  const days = daysBetween(parentDue, due);
  const issuedOn = facts.plans.get(child.document)?.issuedOn ?? null;
  const past = issuedOn !== null && issuedOn > parentDue;
  const target = speaking(child).kind === 'TARGET';
  // The higher plan itself gives both days when the child keeps the one of another duty that it carries out.
  const kept = parents.some((other) => other.reading.deadline.dueOn === due);
  const words = {
    child: labelsOf(datedAs(child)),
    due: dayWords(due),
    parent: labelsOf(datedAs(parent)),
    parentDue: dayWords(parentDue),
    days: daysWords(days),
    issued: dayWords(issuedOn ?? due),
  };
  const said = say`${words.child} ghi hạn ${words.due}, muộn hơn ${words.days} so với hạn ${words.parentDue} tại ${words.parent} mà nó cụ thể hóa.``By ${words.child} it is due ${words.due}, ${words.days} after ${words.parentDue}, the day of ${words.parent}, which it carries out.`;
  const consequence = past
    ? say`Hạn của cấp trên đã qua khi kế hoạch được ban hành (${words.issued}); kế hoạch đặt ngày hoàn thành mới chứ không gia hạn được cho cấp trên.``The higher day had passed when the plan was issued (${words.issued}); the plan sets a day to catch up and cannot extend the higher one.`
    : say`Kế hoạch cấp dưới không gia hạn được cho cấp trên: làm đúng hạn của kế hoạch vẫn quá hạn theo cấp trên.``A lower plan cannot extend the higher one: work in term by the plan is still overdue above it.`;
  const goal = target
    ? say`Đây là mục tiêu; nhiệm vụ thực hiện có thể có hạn riêng sớm hơn.``It is a target; the duty that reaches it may have an earlier day of its own.`
    : nothing;
  return [
    {
      kind: 'LATER_THAN_PARENT',
      // Up to a month is a rolled-over table; more leaves the higher plan broken for long. A target binds through its duties.
      severity: target || kept ? 'LOW' : past || days <= MONTH ? 'MEDIUM' : 'HIGH',
      document: child.document,
      paths: [speaking(child).path, speaking(parent).path],
      provisions: [...datedAs(child), ...datedAs(parent)],
      connections: [],
      explanation: sentences(said, consequence, goal, kept ? keptWords : nothing),
    },
  ];
}

/** The provisions of a duty that give the day that stands for it. */
function datedAs(duty: StatedDuty): Provision[] {
  return duty.provisions.filter((provision) => provision.deadline.dueOn === duty.reading.deadline.dueOn);
}

/** A last day before the document was issued: no bearer could have kept it. Not computed where the day of issue is lost. */
export const dueBeforeIssue: Rule = (facts) =>
  facts.duties.flatMap((duty): Finding[] => {
    const plan = facts.plans.get(duty.document);
    const provision = speaking(duty);
    const { dueOn, stages } = duty.reading.deadline;
    if (plan?.issuedOn === undefined || plan.issuedOn === null) return [];
    const issued = plan.issuedOn;
    const stage = stages.find((candidate) => candidate.dueOn !== null && candidate.dueOn < issued);
    const day = dueOn !== null && dueOn < issued ? dueOn : (stage?.dueOn ?? null);
    if (day === null) return [];
    const words = {
      label: provision.label,
      day: dayWords(day),
      issued: dayWords(issued),
      days: daysWords(daysBetween(day, issued)),
      plan: plan.label,
    };
    const part = {
      vi: dueOn === day ? '' : `giai đoạn “${stage?.audience ?? ''}” `,
      en: dueOn === day ? 'the duty ' : `the stage “${stage?.audience ?? ''}” `,
    };
    const gone =
      dueOn === day
        ? say`Nhiệm vụ quá hạn ngay khi được giao: không thể quy trách nhiệm chậm cho đến khi có hạn mới.``It was overdue when it was given: nobody can be held late until a new day is set.`
        : say`Giai đoạn đó đã qua khi được giao; các giai đoạn sau vẫn làm được.``That stage had passed when it was given; the later ones can still be kept.`;
    return [
      {
        kind: 'DUE_BEFORE_ISSUE',
        // One stage gone leaves the others to be kept; a whole duty gone leaves nothing.
        severity: dueOn === day ? 'HIGH' : 'MEDIUM',
        document: duty.document,
        paths: [provision.path],
        provisions: [provision],
        connections: [],
        explanation: say`${words.label} ghi ${part}hạn ${words.day}, ${words.days} trước ngày ban hành văn bản (${words.issued}). ${gone}``By ${words.label} ${part}was due ${words.day}, ${words.days} before the document was issued (${words.issued}). ${gone}`,
      },
    ];
  });

const rank: Readonly<Record<GovernmentLevel, number>> = { CENTRAL: 3, PROVINCE: 2, DISTRICT: 1, COMMUNE: 0, NON_STATE: -1 };

/** A body cannot give the lead to one above its own level. Collectives are left out: who is meant depends on the reader. */
export const leadAboveIssuer: Rule = (facts) => {
  const byKey = new Map(facts.duties.map((duty) => [duty.key, duty]));
  return facts.duties.flatMap((duty) => {
    const plan = facts.plans.get(duty.document);
    if (plan === undefined) return [];
    const above = (id: string) => {
      const agency = facts.agencies.get(id);
      return agency !== undefined && !agency.collective && rank[agency.level] > rank[plan.level];
    };
    return duty.provisions
      .filter((provision) => provision.lead.some(above))
      .map((provision): Finding =>
        outOfCompetence(
          facts,
          duty,
          provision,
          provision.lead.filter(above),
          duty.parents.flatMap((key) => byKey.get(key) ?? []),
        ),
      );
  });
};

function outOfCompetence(
  facts: Facts,
  duty: StatedDuty,
  provision: Provision,
  above: readonly string[],
  parents: readonly StatedDuty[],
): Finding {
  const copied = parents.flatMap((parent) => parent.provisions).filter((candidate) => candidate.lead.some((id) => above.includes(id)));
  const others = duty.provisions.filter(
    (candidate) => candidate !== provision && candidate.lead.length > 0 && !candidate.lead.some((id) => above.includes(id)),
  );
  const words = {
    label: provision.label,
    above: agencyWords(facts, above),
    copied: labelsOf(copied),
    others: row(
      '; ',
      others.map((candidate) => ({
        vi: `${candidate.label.vi} (${agencyWords(facts, candidate.lead).vi})`,
        en: `${candidate.label.en} (${agencyWords(facts, candidate.lead).en})`,
      })),
    ),
  };
  const said = say`${words.label} giao ${words.above} chủ trì, là cơ quan cấp trên của cơ quan ban hành nên không thuộc thẩm quyền giao việc của văn bản này.``${words.label} gives the lead to ${words.above}, a body above the issuer, which this document has no power to task.`;
  const source =
    copied.length === 0
      ? nothing
      : say`Văn bản cấp trên, ${words.copied}, giao đúng cơ quan đó; dòng này có thể đã chép nguyên.``The higher plan, ${words.copied}, names the same body, so the line may have been copied.`;
  const local =
    others.length === 0
      ? say`Phần việc của địa phương vì thế chưa có cơ quan chủ trì được giao hợp lệ.``So the local share has no lead that was validly named.`
      : say`Trong cùng văn bản, cơ quan địa phương được giao tại ${words.others}.``In the same document a local body is named: ${words.others}.`;
  return {
    kind: 'OUT_OF_COMPETENCE',
    severity: 'HIGH',
    document: duty.document,
    paths: [provision.path],
    provisions: [provision, ...others, ...copied],
    connections: provision.connections,
    explanation: sentences(said, source, local),
  };
}
