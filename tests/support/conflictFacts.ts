import type { Agency, Facts, Finding, Plan, Provision, Service, StatedDeadline, StatedDuty, Text } from '../../domain/conflicts/facts';
import { day } from '../../domain/calendar';
import { readAppendixFirst } from '../../domain/reading';

const both = (text: string): Text => ({ vi: text, en: text });

export const silent: StatedDeadline = { precision: 'NONE', startOn: null, dueOn: null, stages: [], trigger: null };

export function due(text: string): StatedDeadline {
  return { ...silent, precision: 'DAY', dueOn: day(text) };
}

export function aProvision(path: string, given: Partial<Provision> = {}): Provision {
  const document = given.document ?? 'qd-1';
  return {
    document,
    path,
    position: 0,
    kind: 'CONNECTION',
    title: both(`nhiệm vụ ${path}`),
    label: both(`${path}, ${document}`),
    place: both(path),
    lines: null,
    lead: ['bo-a'],
    impliedLead: [],
    coordinating: [],
    supervising: [],
    deadline: silent,
    connections: [],
    impliedConnections: [],
    ...given,
  };
}

/** A duty with its provisions in document order; the appendix speaks. */
export function aDuty(provisions: readonly [Provision, ...Provision[]], given: Partial<StatedDuty> = {}): StatedDuty {
  const placed = provisions.map((provision, position) => ({ ...provision, position })) as [Provision, ...Provision[]];
  const [first] = placed;
  return {
    key: `${first.document}/${first.path}`,
    document: first.document,
    provisions: placed,
    reading: readAppendixFirst(placed),
    parents: [],
    outputs: [],
    ...given,
  };
}

export function aPlan(id: string, given: Partial<Plan> = {}): Plan {
  return { id, label: both(id), issuedOn: day('2022-01-06'), level: 'CENTRAL', unresolved: [], ...given };
}

export function someFacts(
  duties: readonly StatedDuty[],
  given: { plans?: Plan[]; services?: Service[]; groups?: Record<string, string[]> } = {},
): Facts {
  const agency = (level: Agency['level'], collective = false): Agency => ({ name: both('cơ quan'), level, collective });
  return {
    plans: new Map((given.plans ?? [aPlan('qd-1')]).map((plan) => [plan.id, plan])),
    duties,
    services: given.services ?? [],
    agencies: new Map([
      ['bo-a', agency('CENTRAL')],
      ['bo-b', agency('CENTRAL')],
      ['so-a', agency('PROVINCE')],
      ['cac-bo', agency('CENTRAL', true)],
      ['doanh-nghiep', agency('NON_STATE')],
    ]),
    databases: new Map(Object.entries(given.groups ?? {}).map(([id, parts]) => [id, { name: both(id), parts }])),
  };
}

/** What a finding is, in one line. */
export function brief({ kind, severity, document, paths }: Finding): string {
  return `${kind} ${severity} ${document} ${paths.join('~')}`;
}
