import type { CalendarDate } from './calendar';

/** Which duty needs which other duty first, as a directed graph: its kinds of edge, its merging, and its cycles. */
export const dependencyKinds = ['TRIGGER', 'SERVICE_CONNECTION', 'APPENDIX', 'TARGET', 'ENABLING_RULE', 'HIGHER_PLAN'] as const;
export type DependencyKind = (typeof dependencyKinds)[number];

/** Where a text says, or lets conclude, that one duty needs another. */
export interface DependencyCite {
  readonly document: string | null;
  readonly path: string | null;
  readonly lines: readonly [number, number] | null;
  readonly source: string | null;
}

/** Duty `of` cannot be completed before duty `on`. */
export interface Dependency {
  readonly of: string;
  readonly on: string;
  readonly kind: DependencyKind;
  /** The texts let it conclude but do not say it in so many words. */
  readonly implied: boolean;
  /** Never empty. */
  readonly cites: readonly DependencyCite[];
  readonly explanation: { readonly vi: string; readonly en: string };
}

export interface Edge {
  readonly of: string;
  readonly on: string;
}

/** One edge for each pair of duties: what a text says goes before what is concluded, then the order of `found`. */
export function oneEdgePerPair(found: readonly Dependency[]): Dependency[] {
  const byPair = new Map<string, Dependency>();
  for (const edge of [...found].sort((a, b) => Number(a.implied) - Number(b.implied))) {
    const pair = `${edge.of} ${edge.on}`;
    if (edge.of !== edge.on && !byPair.has(pair)) byPair.set(pair, edge);
  }
  return [...byPair.values()];
}

/**
 * Duties that wait for one another in a circle, each circle with its duties in order; the circles in order of their first.
 * Such duties cannot all be done; nothing follows edges within a circle.
 */
export function cyclesOf(edges: readonly Edge[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { of, on } of edges) next.set(of, [...(next.get(of) ?? []), on]);
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      waiting.push(...(next.get(at) ?? []));
    }
    return seen;
  };
  const reached = new Map([...next.keys()].map((key) => [key, reach(key)]));
  const circles = new Map<string, string[]>();
  for (const [key, from] of reached) {
    if (!from.has(key)) continue;
    const members = [...from].filter((other) => reached.get(other)?.has(key) === true).sort();
    circles.set(members[0] ?? key, members);
  }
  return [...circles.values()].sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''));
}

/** Whether both ends of an edge stand in the same circle. */
export function withinCycle(edge: Edge, cycles: ReadonlyArray<readonly string[]>): boolean {
  return cycles.some((circle) => circle.includes(edge.of) && circle.includes(edge.on));
}

/**
 * Whether a service is due before a connection it needs: `demands` are the last days of the other duties of its document that
 * name or imply the connection; the earliest of them is the day by which the document wants the connection.
 */
export function dueBeforeConnection(serviceDue: CalendarDate | null, demands: ReadonlyArray<CalendarDate | null>): boolean {
  const first = demands.filter((day) => day !== null).sort()[0];
  return serviceDue !== null && first !== undefined && serviceDue < first;
}
