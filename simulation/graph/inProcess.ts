import { startGraph } from '../../testkit';
import type { Plan } from '../Plan';
import type { GraphUnderTest } from './GraphUnderTest';

/** The graph in a thread of this process: only its lines can fail. */
export async function startInProcess({ from }: Plan): Promise<GraphUnderTest> {
  const graph = await startGraph({ today: from });
  const tokens = new Map<string, string>();
  return {
    url: graph.url,
    faults: [],
    setDay: (today) => {
      graph.clock.set(today);
    },
    tokenFor: (agencyId, role) => {
      const name = `${agencyId} ${role}`;
      const token = tokens.get(name) ?? graph.as(agencyId, role).token;
      tokens.set(name, token);
      return Promise.resolve(token);
    },
    audit: () => Promise.resolve(null),
    stop: () => graph.stop(),
  };
}
