import { type CalendarDate, daysBetween } from '../calendar';
import { fold } from '../fold';
import { inAppendix } from '../reading';
import {
  byDocument,
  type Facts,
  type Finding,
  namedConnections,
  type Provision,
  type Rule,
  speaking,
  type StatedDuty,
  type Text,
} from './facts';
import { connectionsWords, dayWords, daysWords, labelsOf, nothing, say, sentences } from './wording';

/** A service that must run before a connection it needs is due. Plans that carry the service out are held to their own days. */
export const serviceBeforeConnection: Rule = (facts) => {
  const documents = byDocument(facts);
  return facts.services.flatMap((service) => {
    const ordering = facts.duties.filter(
      (duty) => duty.key === service.duty || (speaking(duty).kind === 'SERVICE' && duty.parents.includes(service.duty)),
    );
    // A plan may say one thing many times; only rows of its own list of services take the place of the row they carry out.
    const rows = ordering.filter((duty) => duty.key === service.duty || inAppendix(speaking(duty).path));
    // What the row itself says of portals holds for its own level; a lower plan has its own.
    const general =
      facts.duties.find((duty) => duty.key === service.duty)?.provisions.flatMap((provision) => provision.impliedConnections) ?? [];
    return rows.flatMap((duty) =>
      service.requires
        .filter(({ connection }) => duty.key === service.duty || !general.includes(connection))
        .flatMap(({ connection, implied }) => tooEarly(facts, duty, service.name, connection, implied, documents.get(duty.document) ?? [])),
    );
  });
};

/** Earliest last day by which some duty of the document makes or prepares the connection; services and targets only use it. */
function provider(duties: readonly StatedDuty[], connection: string): StatedDuty | undefined {
  return duties
    .filter((duty) => !['SERVICE', 'TARGET'].includes(speaking(duty).kind) && duty.reading.deadline.dueOn !== null)
    .filter((duty) => duty.provisions.some((provision) => [...provision.connections, ...provision.impliedConnections].includes(connection)))
    .sort((a, b) => (a.reading.deadline.dueOn ?? '').localeCompare(b.reading.deadline.dueOn ?? ''))[0];
}

function tooEarly(
  facts: Facts,
  duty: StatedDuty,
  name: Text,
  connection: string,
  implied: boolean,
  duties: readonly StatedDuty[],
): Finding[] {
  const providing = provider(duties, connection);
  const [due, ready] = [duty.reading.deadline.dueOn, providing?.reading.deadline.dueOn ?? null];
  if (providing === undefined || due === null || ready === null || due >= ready) return [];
  const words = {
    name,
    label: speaking(duty).label,
    due: dayWords(due),
    connection: connectionsWords(facts, [connection]),
    providing: labelsOf(providing.provisions),
    ready: dayWords(ready),
    days: daysWords(daysBetween(due, ready)),
  };
  const said = say`Dịch vụ “${words.name}” phải xong vào ${words.due} (${words.label}), nhưng kết nối ${words.connection} mà dịch vụ cần đến ${words.ready} mới đến hạn (${words.providing}), muộn hơn ${words.days}.``The service “${words.name}” is due ${words.due} (${words.label}), but the connection ${words.connection} that it needs is due only ${words.ready} (${words.providing}), ${words.days} later.`;
  const consequence = say`Đúng hạn cả hai thì dịch vụ vẫn phải chạy khi chưa có kết nối, hoặc chậm mà cơ quan chủ trì không có lỗi.``With both in term the service must run without the connection, or be late through no fault of its lead.`;
  const unsaid = implied
    ? say`Văn bản không nói thẳng dịch vụ cần kết nối này; đó là suy ra.``The text does not say in words that the service needs it; that is inferred.`
    : nothing;
  return [
    {
      kind: 'DUE_BEFORE_DEPENDENCY',
      severity: 'HIGH',
      document: duty.document,
      paths: [speaking(duty).path, speaking(providing).path],
      provisions: [...duty.provisions, ...providing.provisions],
      connections: [connection],
      explanation: sentences(said, consequence, unsaid),
    },
  ];
}

/** A connection due before the rule on the exchange of data that governs connections of its sort. */
export const connectionBeforeRule: Rule = (facts) =>
  [...byDocument(facts).values()].flatMap((duties) => {
    const rules = duties.filter((duty) => speaking(duty).kind === 'POLICY' && governed(facts, duty).size > 0);
    const connecting = duties.filter((duty) => speaking(duty).kind === 'CONNECTION');
    return rules.flatMap((rule) => connecting.flatMap((duty) => beforeRule(facts, duty, rule)));
  });

/** Connections of the members of the groups that a rule is about. */
function governed(facts: Facts, rule: StatedDuty): Set<string> {
  const slugs = rule.provisions.flatMap((provision) => [...provision.connections, ...provision.impliedConnections]);
  return new Set(
    slugs.flatMap((slug) => {
      const [a = '', b = ''] = slug.split('~');
      const [left, right] = [a, b].map((end) => facts.databases.get(end)?.parts ?? []);
      return [...(left ?? []).map((part) => [part, b]), ...(right ?? []).map((part) => [a, part])].map((ends) => ends.sort().join('~'));
    }),
  );
}

function beforeRule(facts: Facts, duty: StatedDuty, rule: StatedDuty): Finding[] {
  const rules = governed(facts, rule);
  const connections = namedConnections(duty).filter((slug) => rules.has(slug));
  const due = duty.reading.deadline.dueOn;
  const { dueOn, trigger } = rule.reading.deadline;
  const issued = rule.outputs.find((output) => output.issuedOn !== null);
  const planned = dueOn ?? trigger?.on ?? null;
  const ready = issued?.issuedOn ?? planned;
  if (due === null || ready === null || connections.length === 0 || due >= ready) return [];
  const words = {
    label: speaking(duty).label,
    due: dayWords(due),
    connections: connectionsWords(facts, connections),
    rule: labelsOf(rule.provisions),
    title: speaking(rule).title,
    planned: planned === null ? nothing : dayWords(planned),
  };
  const said = say`${words.label} đặt hạn ${words.due} cho ${words.connections}, trước quy định về trao đổi dữ liệu mà kết nối phải theo (${words.rule}: “${words.title}”).``By ${words.label} ${words.connections} is due ${words.due}, before the rule on data exchange that the connection must follow (${words.rule}: “${words.title}”).`;
  const order =
    dueOn !== null
      ? say`Quy định đó đến ${words.planned} mới đến hạn ban hành.``That rule is due only ${words.planned}.`
      : say`Quy định đó đến ${words.planned} mới có.``That rule came only on ${words.planned}.`;
  return [
    {
      kind: 'DUE_BEFORE_DEPENDENCY',
      // The connection can be built and then adapted; only its legal form is missing.
      severity: 'MEDIUM',
      document: duty.document,
      paths: [speaking(duty).path, speaking(rule).path],
      provisions: [speaking(duty), ...rule.provisions],
      connections,
      explanation: sentences(
        said,
        order,
        issuedWords(issued, ready),
        say`Kết nối đúng hạn thì làm khi chưa có hướng dẫn và có thể phải sửa lại.``A connection made in term is made without guidance and may have to be redone.`,
      ),
    },
  ];
}

function issuedWords(output: { readonly label: Text } | undefined, on: CalendarDate): Text {
  const day = dayWords(on);
  return output === undefined ? nothing : say`${output.label} ban hành ngày ${day}.``${output.label} was issued on ${day}.`;
}

/** Words of carrying out a rule, as against taking part in its drafting. */
const CARRIES_OUT = /\b(trien khai|thuc hien|thi hanh)\b/;

/** A lower plan has a rule carried out by a day on which the rule had not been issued. */
export const carriedOutBeforeIssue: Rule = (facts) => {
  const byKey = new Map(facts.duties.map((duty) => [duty.key, duty]));
  return facts.duties.flatMap((duty) => {
    const provision = speaking(duty);
    if (provision.kind !== 'POLICY' || !CARRIES_OUT.test(fold(provision.title.vi))) return [];
    return duty.parents.flatMap((key) => beforeOutput(duty, provision, byKey.get(key)));
  });
};

function beforeOutput(duty: StatedDuty, provision: Provision, parent: StatedDuty | undefined): Finding[] {
  const due = duty.reading.deadline.dueOn;
  const output = parent?.outputs.find(({ issuedOn }) => issuedOn !== null && due !== null && issuedOn > due);
  if (parent === undefined || due === null || output?.issuedOn === undefined || output.issuedOn === null) return [];
  const words = {
    label: provision.label,
    title: provision.title,
    due: dayWords(due),
    output: output.label,
    issued: dayWords(output.issuedOn),
    days: daysWords(daysBetween(due, output.issuedOn)),
    parent: labelsOf(parent.provisions),
  };
  return [
    {
      kind: 'DUE_BEFORE_DEPENDENCY',
      severity: 'MEDIUM',
      document: duty.document,
      paths: [provision.path, speaking(parent).path],
      provisions: [provision, ...parent.provisions],
      connections: [],
      explanation: say`${words.label} (“${words.title}”) đến hạn ${words.due}, nhưng ${words.output}, sản phẩm của ${words.parent}, đến ${words.issued} mới ban hành, sau ${words.days}. Phần triển khai không thể làm đúng hạn; chỉ phần tham gia xây dựng là làm được.``${words.label} (“${words.title}”) is due ${words.due}, but ${words.output}, the output of ${words.parent}, was issued only on ${words.issued}, ${words.days} later. Carrying it out in term was impossible; only taking part in its drafting was not.`,
    },
  ];
}
