import { daysBetween } from '../calendar';
import { byDocument, type Facts, type Finding, namedConnections, pairsOf, type Rule, speaking, type StatedDuty, type Text } from './facts';
import { agencyWords, connectionsWords, dayWords, daysWords, labelsOf, nothing, say, sentences } from './wording';

const shared = (a: StatedDuty, b: readonly string[]) => namedConnections(a).filter((slug) => b.includes(slug));

/** Duties of one document that date the same connection differently. */
export const connectionDatedTwice: Rule = (facts) =>
  [...byDocument(facts).values()].flatMap((duties) =>
    pairsOf(duties.filter((duty) => duty.reading.deadline.dueOn !== null)).flatMap(([one, other]) => datedTwice(facts, one, other)),
  );

function datedTwice(facts: Facts, one: StatedDuty, other: StatedDuty): Finding[] {
  const [first, second] = (one.reading.deadline.dueOn ?? '') <= (other.reading.deadline.dueOn ?? '') ? [one, other] : [other, one];
  const [early, late] = [first.reading.deadline.dueOn, second.reading.deadline.dueOn];
  const connections = shared(first, namedConnections(second));
  if (early === null || late === null || early === late || connections.length === 0) return [];
  const targets = [first, second].filter((duty) => speaking(duty).kind === 'TARGET').length;
  // A target is reached by a duty that ends before it; only one that ends before the duty contradicts it.
  if (targets === 2 || (targets === 1 && speaking(second).kind === 'TARGET')) return [];
  const naming = (duty: StatedDuty) =>
    duty.provisions.filter((provision) => provision.connections.some((slug) => connections.includes(slug)));
  const days = daysWords(daysBetween(early, late));
  const words = { connections: connectionsWords(facts, connections), early: dayWords(early), late: dayWords(late) };
  const sides: [Text, Text] = [labelsOf(naming(first)), labelsOf(naming(second))];
  const explanation =
    targets === 1
      ? say`${sides[0]} đặt mục tiêu ${words.connections} đạt được vào ${words.early}, nhưng nhiệm vụ thực hiện tại ${sides[1]} đến ${words.late} mới hết hạn, sau ${days}. Làm đúng hạn nhiệm vụ vẫn trượt mục tiêu.``By ${sides[0]} ${words.connections} is a target for ${words.early}, but the duty that reaches it, ${sides[1]}, is due only on ${words.late}, ${days} later. A duty done in term would still miss the target.`
      : say`${words.connections} bị giao hai hạn trong cùng một văn bản: ${sides[0]} ghi ${words.early}, ${sides[1]} ghi ${words.late}, cách nhau ${days}. Văn bản không nói hạn sau thay hạn trước nên sau ${words.early} đã có căn cứ coi là quá hạn.``${words.connections} has two deadlines in one document: ${words.early} by ${sides[0]}, ${words.late} by ${sides[1]}, ${days} apart. Nothing says that the later replaces the earlier, so after ${words.early} there is ground to call it overdue.`;
  return [
    {
      kind: targets === 1 ? 'DEADLINE' : 'DUPLICATE_DEADLINE',
      severity: 'HIGH',
      document: one.document,
      paths: [speaking(first).path, speaking(second).path],
      provisions: [...naming(first), ...naming(second)],
      connections,
      explanation,
    },
  ];
}

/** Where plans of this form say what each body is responsible for (tổ chức thực hiện); the tasks stand before it. */
const RESPONSIBILITIES = /^IV\./;

/** Leads of a connection among the tasks against its lead among the responsibilities of part IV. */
export const leadsOfPartFour: Rule = (facts) =>
  [...byDocument(facts).values()].flatMap((duties) => {
    const connecting = duties.filter((duty) => speaking(duty).kind === 'CONNECTION' && duty.reading.lead.length > 0);
    const tasks = connecting.filter((duty) => duty.provisions.some(({ path }) => !RESPONSIBILITIES.test(path)));
    return connecting
      .filter((duty) => !tasks.includes(duty))
      .flatMap((duty) => closest(duty, tasks).flatMap((task) => leadsDiffer(facts, task, duty)));
  });

/** The tasks that have most of their connections in common with a responsibility: the ones it speaks about. */
function closest(responsibility: StatedDuty, tasks: readonly StatedDuty[]): StatedDuty[] {
  const spoken = spokenOf(responsibility);
  const share = (task: StatedDuty) => shared(task, spoken).length / Math.max(1, namedConnections(task).length);
  const best = Math.max(0, ...tasks.map(share));
  return best === 0 ? [] : tasks.filter((task) => share(task) === best);
}

function spokenOf(duty: StatedDuty): readonly string[] {
  const named = namedConnections(duty);
  return named.length > 0 ? named : duty.provisions.flatMap((provision) => provision.impliedConnections);
}

function leadsDiffer(facts: Facts, task: StatedDuty, responsibility: StatedDuty): Finding[] {
  const [lead, own] = [task.reading.lead, responsibility.reading.lead];
  const common = lead.filter((id) => own.includes(id));
  if (common.length === lead.length && common.length === own.length) return [];
  const spoken = spokenOf(responsibility);
  const connections = shared(task, spoken);
  const provisions = [...task.provisions, ...responsibility.provisions];
  const words = {
    connections: connectionsWords(facts, connections),
    task: labelsOf(task.provisions),
    lead: agencyWords(facts, lead),
    responsibility: labelsOf(responsibility.provisions),
    own: agencyWords(facts, own),
  };
  const implied = namedConnections(responsibility).length === 0;
  const said = say`Về kết nối ${words.connections}: phần nhiệm vụ, ${words.task}, giao ${words.lead} chủ trì; phần tổ chức thực hiện, ${words.responsibility}, giao ${words.own} chủ trì.``On the connection ${words.connections}: among the tasks, ${words.task}, the lead is ${words.lead}; among the responsibilities, ${words.responsibility}, it is ${words.own}.`;
  const coordinates = lead.filter((id) => !common.includes(id) && responsibility.reading.coordinating.includes(id));
  const demoted = agencyWords(facts, coordinates);
  const role = coordinates.length === 0 ? nothing : say`Phần sau chỉ xếp ${demoted} vào vai phối hợp.``There ${demoted} only coordinates.`;
  const consequence =
    common.length === 0
      ? say`Hai bên không có cơ quan chủ trì chung, nên có thể đùn đẩy trách nhiệm.``They have no lead in common, so each may point at the other.`
      : say`Cơ quan chỉ được một bên giao chủ trì có thể cho rằng mình không chịu trách nhiệm chính.``A body that only one side makes lead may hold that it does not answer for the result.`;
  const unsaid = implied
    ? say`Ở phần tổ chức thực hiện, kết nối này là suy ra.``Among the responsibilities the connection is only implied.`
    : nothing;
  return [
    {
      kind: 'LEAD',
      // Part IV usually tells one partner its own share, so a shared lead is a matter of wording. With none in common
      // the two at least know of each other where one only coordinates.
      severity: common.length > 0 || implied ? 'LOW' : coordinates.length > 0 ? 'MEDIUM' : 'HIGH',
      document: task.document,
      paths: [speaking(task).path, speaking(responsibility).path],
      provisions,
      connections,
      explanation: sentences(said, role, consequence, unsaid),
    },
  ];
}
