import type { CalendarDate } from './calendar';
import type { Dependency, DependencyCite } from './dependencies';

/** What of a duty decides what it needs. Connections are slugs `a~b`. */
export interface DutyShape {
  readonly key: string;
  readonly document: string;
  readonly kind: string;
  readonly dueOn: CalendarDate | null;
  readonly paths: readonly string[];
  readonly titles: readonly string[];
  readonly named: readonly string[];
  readonly implied: readonly string[];
  /** Keys of the duties of higher plans that it carries out. */
  readonly parents: readonly string[];
  readonly trigger: Trigger | null;
  /** It delivers a public service that the system knows. */
  readonly service: boolean;
  /** Where it is stated, first of all. */
  readonly cite: DependencyCite;
}

export interface Trigger {
  /** Document that fulfilled it; null: none known. */
  readonly fulfilledBy: string | null;
  readonly cites: readonly DependencyCite[];
}

/** Parts of a group of databases, by the group. */
export type Parts = ReadonlyMap<string, readonly string[]>;

const ends = (slug: string): [string, string] => slug.split('~') as [string, string];

/** Whether a connection, perhaps of groups, takes in another: 'the specialised databases ↔ population' takes in 'civil status ↔ population'. */
export function covers(wide: string, narrow: string, parts: Parts): boolean {
  const holds = (group: string, one: string): boolean => group === one || (parts.get(group) ?? []).some((part) => holds(part, one));
  const [a, b] = ends(wide);
  const [c, d] = ends(narrow);
  return (holds(a, c) && holds(b, d)) || (holds(a, d) && holds(b, c));
}

/** Duties that bring a connection about: not the targets they reach, nor rules about it, nor services that use it. */
const connects = (duty: DutyShape) => duty.kind === 'CONNECTION' || duty.kind === 'INFRASTRUCTURE';

/** The earliest of the dated duties; several when they share the day. */
function earliest<D extends Pick<DutyShape, 'dueOn'>>(duties: readonly D[]): D[] {
  const days = duties.flatMap(({ dueOn }) => (dueOn === null ? [] : [dueOn])).sort();
  return duties.filter(({ dueOn }) => dueOn !== null && dueOn === days[0]);
}

/** A duty that waits for a document needs the duty whose output that document is (QĐ 468, II.1.d ← QĐ 06, III.1.d). */
export function triggerRule(duties: readonly DutyShape[], outputOf: ReadonlyMap<string, readonly string[]>): Dependency[] {
  const byKey = new Map(duties.map((duty) => [duty.key, duty]));
  return duties.flatMap((duty): Dependency[] => {
    const { trigger } = duty;
    if (trigger === null) return [];
    const stated = trigger.fulfilledBy === null ? [] : (outputOf.get(trigger.fulfilledBy) ?? []);
    if (stated.length > 0) {
      return stated.map((on) => ({
        of: duty.key,
        on,
        kind: 'TRIGGER',
        implied: false,
        cites: trigger.cites,
        explanation: {
          vi: 'Chỉ thực hiện sau khi văn bản là sản phẩm của nhiệm vụ kia được ban hành.',
          en: 'It begins only once the document that the other duty produces is issued.',
        },
      }));
    }
    const rules = duty.parents.filter((parent) => byKey.get(parent)?.kind === 'POLICY');
    return rules.map((on) => ({
      of: duty.key,
      on,
      kind: 'TRIGGER',
      implied: true,
      cites: trigger.cites,
      explanation: {
        vi: 'Chờ văn bản, hướng dẫn của cấp trên; nhiệm vụ cấp trên mà nó thực hiện được hiểu là nơi làm ra văn bản ấy.',
        en: 'It waits for guidance from above; the higher duty that it carries out is taken to be the one that gives it.',
      },
    }));
  });
}

/** What a service needs of one connection: the connection and where that is read. */
export interface Requirement {
  readonly duty: string;
  readonly connection: string;
  readonly implied: boolean;
  /** Keys of other duties that the corpus cites for it. */
  readonly cited: readonly string[];
  readonly cites: readonly DependencyCite[];
}

/**
 * A service needs the duties that establish its connections: those cited for it, else the first dated duty of the same
 * document that establishes the connection or gives the guidance for it, by name or by implication.
 */
export function serviceRule(duties: readonly DutyShape[], requirements: readonly Requirement[]): Dependency[] {
  const byKey = new Map(duties.map((duty) => [duty.key, duty]));
  return requirements.flatMap((requirement) => {
    const service = byKey.get(requirement.duty);
    if (service === undefined) return [];
    const others = duties.filter(
      (duty) =>
        duty.document === service.document && duty.kind !== 'TARGET' && duty.kind !== 'SERVICE' && demands(duty, requirement.connection),
    );
    const needed = requirement.cited.length > 0 ? requirement.cited : earliest(others).map(({ key }) => key);
    return needed.map((on) => ({
      of: service.key,
      on,
      kind: 'SERVICE_CONNECTION' as const,
      implied: requirement.implied || requirement.cited.length === 0,
      cites: requirement.cites,
      explanation: {
        vi: 'Dịch vụ công cần kết nối mà nhiệm vụ kia thiết lập.',
        en: 'The service needs the connection that the other duty establishes.',
      },
    }));
  });
}

const demands = (duty: DutyShape, connection: string) => duty.named.includes(connection) || duty.implied.includes(connection);

/** A duty whose text names an appendix of its own document needs what that appendix lists (QĐ 06, III.2.e and Appendix I). */
export function appendixRule(duties: readonly DutyShape[]): Dependency[] {
  return duties.flatMap((duty) => {
    const numeral = duty.titles.map((title) => /Phụ lục ([IVX]+)\b/.exec(title)?.[1]).find((found) => found !== undefined);
    if (numeral === undefined) return [];
    const prefix = `PL${String(['I', 'II', 'III', 'IV', 'V'].indexOf(numeral) + 1)}.`;
    const listed = duties.filter((other) => other.document === duty.document && other.paths[0]?.startsWith(prefix) === true);
    return listed.map((on) => ({
      of: duty.key,
      on: on.key,
      kind: 'APPENDIX' as const,
      implied: false,
      cites: [duty.cite],
      explanation: {
        vi: `Văn bản giao hoàn thành những việc nêu tại Phụ lục ${numeral}.`,
        en: `The text orders what Appendix ${numeral} lists to be completed.`,
      },
    }));
  });
}

/**
 * A target that names connections is reached by the first dated duties of its document that establish them. Of a group of
 * databases those count that are due by the day of the target.
 */
export function targetRule(duties: readonly DutyShape[], parts: Parts): Dependency[] {
  return duties.flatMap((target) => {
    if (target.kind !== 'TARGET') return [];
    const inTime = duties.filter(
      (duty) =>
        duty.document === target.document && connects(duty) && duty.dueOn !== null && (target.dueOn === null || duty.dueOn <= target.dueOn),
    );
    const wanted = new Set(inTime.flatMap((duty) => duty.named.filter((slug) => target.named.some((wide) => covers(wide, slug, parts)))));
    const reaching = [...wanted].flatMap((slug) => earliest(inTime.filter((duty) => duty.named.includes(slug))));
    return reaching.map((on) => ({
      of: target.key,
      on: on.key,
      kind: 'TARGET' as const,
      implied: true,
      cites: [target.cite],
      explanation: {
        vi: 'Chỉ tiêu đạt được khi kết nối của nhiệm vụ kia hoàn thành.',
        en: 'The target is reached when the connection of the other duty is made.',
      },
    }));
  });
}

/** A connection needs the rules and guidance of its document that cover it (QĐ 06, III.1.e: circular on data exchange). */
export function enablingRule(duties: readonly DutyShape[], parts: Parts): Dependency[] {
  const rules = duties.filter((duty) => duty.kind === 'POLICY');
  return duties.flatMap((duty) => {
    if (duty.kind !== 'CONNECTION') return [];
    const covering = rules.filter(
      (rule) =>
        rule.document === duty.document &&
        [...rule.named, ...rule.implied].some((wide) => duty.named.some((slug) => covers(wide, slug, parts))),
    );
    return covering.map((rule) => enabling(duty.key, rule.key, [rule.cite]));
  });
}

/** Hand-read: every duty of the same document that connects `database` needs the rule `on`. */
export function enabledBy(duties: readonly DutyShape[], on: string, database: string, cites: readonly DependencyCite[]): Dependency[] {
  const document = duties.find((duty) => duty.key === on)?.document;
  const connecting = duties.filter(
    (duty) => duty.document === document && duty.kind === 'CONNECTION' && duty.named.some((slug) => ends(slug).includes(database)),
  );
  return connecting.map((duty) => enabling(duty.key, on, cites));
}

function enabling(of: string, on: string, cites: readonly DependencyCite[]): Dependency {
  return {
    of,
    on,
    kind: 'ENABLING_RULE',
    implied: true,
    cites,
    explanation: {
      vi: 'Kết nối thực hiện theo văn bản quy định, hướng dẫn mà nhiệm vụ kia ban hành.',
      en: 'The connection follows the rules or guidance that the other duty issues.',
    },
  };
}

/** A duty of a lower plan that works on the same connection, or delivers the same service, needs the duty it carries out. */
export function higherPlanRule(duties: readonly DutyShape[]): Dependency[] {
  const byKey = new Map(duties.map((duty) => [duty.key, duty]));
  return duties.flatMap((duty) =>
    duty.parents.flatMap((parent): Dependency[] => {
      const higher = byKey.get(parent);
      if (higher === undefined || higher.document === duty.document) return [];
      const shared = connects(higher) && higher.named.some((slug) => duty.named.includes(slug));
      if (!shared && !higher.service) return [];
      return [
        {
          of: duty.key,
          on: higher.key,
          kind: 'HIGHER_PLAN',
          implied: true,
          cites: [duty.cite],
          explanation: higher.service
            ? {
                vi: 'Địa phương cung cấp chính dịch vụ mà nhiệm vụ cấp trên xây dựng.',
                en: 'The lower plan delivers the very service that the higher duty builds.',
              }
            : {
                vi: 'Kế hoạch cấp dưới dùng chính kết nối mà nhiệm vụ cấp trên thiết lập.',
                en: 'The lower plan works on the very connection that the higher duty establishes.',
              },
        },
      ];
    }),
  );
}
