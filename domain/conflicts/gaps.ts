import { byDocument, type Facts, type Finding, namedConnections, type Provision, type Rule, speaking, type StatedDuty } from './facts';
import { agencyWords, connectionsWords, dayWords, labelsOf, nothing, row, say, sentences } from './wording';

/** A citation that no known document carries, with the statements in whose lines it stands. */
export const unresolvedCitations: Rule = (facts) =>
  [...facts.plans.values()].flatMap((plan) =>
    plan.unresolved.map((citation): Finding => {
      const [first, last] = citation.lines;
      const provisions = facts.duties
        .filter((duty) => duty.document === plan.id)
        .flatMap((duty) => duty.provisions)
        .filter(({ lines }) => lines !== null && lines[0] <= last && first <= lines[1]);
      const words = {
        where:
          provisions.length > 0
            ? labelsOf(provisions)
            : { vi: `${plan.label.vi} (dòng ${String(first)} bản chép)`, en: `${plan.label.en} (line ${String(first)} of the copy)` },
        as: { vi: citation.as, en: citation.as },
      };
      const said = say`${words.where} viện dẫn “${words.as}” nhưng không văn bản nào đã biết mang số, ngày đó.``${words.where} cites “${words.as}”, but no known document carries that number and day.`;
      const consequence = say`Phần nhiệm vụ dựa vào viện dẫn chưa xác định được nội dung cho đến khi cơ quan ban hành đính chính.``What of the duty rests on the citation stays undetermined until the issuer corrects it.`;
      return {
        kind: 'UNRESOLVED_CITATION',
        severity: 'MEDIUM',
        document: plan.id,
        paths: provisions.length > 0 ? provisions.map(({ path }) => path) : [`dong-${String(first)}`],
        provisions,
        connections: [],
        explanation: sentences(said, citation.note ?? nothing, consequence),
      };
    }),
  );

/** Targets are reached by other duties and have no lead of their own. */
export const withoutLead: Rule = (facts) =>
  facts.duties
    .filter((duty) => duty.reading.lead.length === 0 && speaking(duty).kind !== 'TARGET')
    .map((duty): Finding => {
      const { impliedLead, coordinating } = duty.reading;
      const words = {
        labels: labelsOf(duty.provisions),
        implied: agencyWords(facts, impliedLead),
        coordinating: agencyWords(facts, coordinating),
      };
      const said = say`Không nêu cơ quan chủ trì: ${words.labels}.``No lead is named: ${words.labels}.`;
      const others =
        coordinating.length === 0
          ? nothing
          : say`Chỉ nêu cơ quan phối hợp: ${words.coordinating}.``Only coordinating bodies are named: ${words.coordinating}.`;
      const consequence =
        impliedLead.length > 0
          ? say`Theo ngữ cảnh có thể hiểu là ${words.implied}, nhưng đó không phải phân công.``The context points to ${words.implied}, but that is no assignment.`
          : say`Không có ai để đôn đốc hay quy trách nhiệm khi chậm.``There is nobody to urge, or to hold to account when it is late.`;
      return {
        kind: 'NO_LEAD',
        // A lead that the context gives can be asked; where there is none the duty is nobody's.
        severity: impliedLead.length > 0 ? 'LOW' : 'MEDIUM',
        document: duty.document,
        paths: [duty.provisions[0].path],
        provisions: duty.provisions,
        connections: [],
        explanation: sentences(said, others, consequence),
      };
    });

/** Work that can be finished; organising, urging and paying go on as long as the plan does. */
const ENDS: readonly string[] = ['CONNECTION', 'POLICY', 'SERVICE', 'INFRASTRUCTURE', 'IDENTITY', 'DATA_CLEANING', 'RESEARCH'];

/** A silent deadline; a continuous or recurring one is not silent. */
export const withoutDueDate: Rule = (facts) => {
  const byKey = new Map(facts.duties.map((duty) => [duty.key, duty]));
  const documents = byDocument(facts);
  return facts.duties
    .filter((duty) => duty.reading.deadline.precision === 'NONE' && speaking(duty).kind !== 'TARGET')
    .map((duty) =>
      silent(
        facts,
        duty,
        (documents.get(duty.document) ?? []).filter((other) => other.reading.deadline.dueOn !== null),
        duty.parents.flatMap((key) => byKey.get(key) ?? []).filter((parent) => parent.reading.deadline.dueOn !== null),
      ),
    );
};

function silent(facts: Facts, duty: StatedDuty, dated: readonly StatedDuty[], parents: readonly StatedDuty[]): Finding {
  const connections =
    namedConnections(duty).length > 0 ? namedConnections(duty) : duty.provisions.flatMap((provision) => provision.impliedConnections);
  const elsewhere = dated.filter(
    (other) => speaking(other).kind !== 'TARGET' && namedConnections(other).some((slug) => connections.includes(slug)),
  );
  const same = connections.filter((slug) => elsewhere.some((other) => namedConnections(other).includes(slug)));
  const bare = connections.filter((slug) => !same.includes(slug));
  const words = {
    labels: labelsOf(duty.provisions),
    same: connectionsWords(facts, same),
    elsewhere: daysOf(elsewhere),
    parents: daysOf(parents),
    bare: connectionsWords(facts, bare),
  };
  const said = say`Không ghi thời hạn: ${words.labels}. Tự nó không bao giờ quá hạn.``No deadline is given: ${words.labels}. By itself it is never overdue.`;
  const inside =
    same.length === 0
      ? nothing
      : say`Trong cùng văn bản, ${words.same} có hạn tại ${words.elsewhere}.``In the same document ${words.same} has a day at ${words.elsewhere}.`;
  const rest =
    same.length === 0 || bare.length === 0
      ? nothing
      : say`Không có hạn ở đâu trong văn bản: ${words.bare}.``No day anywhere in the document: ${words.bare}.`;
  const above =
    parents.length === 0
      ? nothing
      : say`Văn bản cấp trên có hạn: ${words.parents}; hạn đó vẫn ràng buộc nhưng kế hoạch không chép lại.``The higher plan has one: ${words.parents}; it still binds, though this plan does not repeat it.`;
  const known = same.length > 0 || parents.length > 0;
  const ends = ENDS.includes(speaking(duty).kind);
  return {
    kind: 'NO_DUE_DATE',
    // Worst is work that should end and that no provision, here or above, dates.
    severity: ends && !known ? 'MEDIUM' : 'LOW',
    document: duty.document,
    paths: [duty.provisions[0].path],
    provisions: duty.provisions,
    connections,
    explanation: sentences(said, inside, rest, above),
  };
}

function daysOf(duties: readonly StatedDuty[]) {
  return row(
    '; ',
    duties.map((duty) => {
      const provision: Provision = speaking(duty);
      const on = duty.reading.deadline.dueOn;
      const day = on === null ? nothing : dayWords(on);
      return { vi: `${provision.label.vi} (${day.vi})`, en: `${provision.label.en} (${day.en})` };
    }),
  );
}
