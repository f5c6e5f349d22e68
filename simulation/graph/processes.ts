import type { Plan } from '../Plan';
import { GraphProcesses } from './GraphProcesses';
import type { Fault, GraphUnderTest } from './GraphUnderTest';

/** Every part of the graph as a process of its own: parts can be killed, and PostgreSQL restarted. */
export async function startProcesses({ from }: Plan, signal: AbortSignal): Promise<GraphUnderTest> {
  const graph = await GraphProcesses.start({ today: from, signal });
  const killing = (name: string, command: RegExp): Fault => ({
    name,
    strike: () => {
      graph.kill(name, command);
      return Promise.resolve();
    },
  });
  return {
    url: graph.url,
    faults: [
      killing('obligations killed', /subgraph\.js obligations /),
      killing('gateway killed', /gateway\.js/),
      { name: 'PostgreSQL restarted', strike: () => graph.restartPostgres() },
    ],
    setDay: (today) => {
      graph.setDay(today);
    },
    tokenFor: (agencyId, role) => graph.tokenFor(agencyId, role),
    audit: () => graph.audit(),
    stop: () => graph.stop(),
  };
}
