import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../scripts/ask';
import { Failure } from '../../scripts/failure';
import type { GraphProcesses } from '../graph/GraphProcesses';
import type { Acknowledged } from './Bookkeeping';
import { Load, type Writer } from './Load';

export interface Size {
  readonly readers: number;
  readonly writers: number;
  readonly pauseMs: number;
}

const AT_ONCE = 50;
const READY_MS = 5000;
const ASK_AGAIN_MS = 100;
const WRITERS = `query Writers { obligations(first: 100) { nodes { id bearers { agency { id } role } } } }`;

/** A graph under load, and what has to hold for it afterwards. */
export class Trial {
  constructor(
    readonly graph: GraphProcesses,
    private readonly writers: readonly Writer[],
    private readonly size: Size,
  ) {}

  static async on(graph: GraphProcesses, size: Size): Promise<Trial> {
    return new Trial(graph, await findWriters(graph, size.writers), size);
  }

  load(day: () => string = today): Load {
    const { readers, pauseMs } = this.size;
    return new Load(this.graph.url, { readers, writers: this.writers, pauseMs, day });
  }

  /** Whether the graph says that it is ready, within so long. */
  async isReady(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    const url = new URL('/health/ready', this.graph.url);
    while (performance.now() < deadline) {
      const ready = await fetch(url, { signal: AbortSignal.timeout(READY_MS), headers: { connection: 'close' } }).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return true;
      await sleep(ASK_AGAIN_MS);
    }
    return false;
  }

  /** Those acknowledged writes that the graph does not know any more, or knows otherwise. */
  async lost(acknowledged: readonly Acknowledged[]): Promise<string[]> {
    const lost: string[] = [];
    for (let start = 0; start < acknowledged.length; start += AT_ONCE) {
      const some = acknowledged.slice(start, start + AT_ONCE);
      const fields = some.map(
        ({ eventId }, index) => `e${String(index)}: node(id: ${JSON.stringify(eventId)}) { ... on ObligationEvent { note } }`,
      );
      const { data, errors } = await ask(this.graph.url, { query: `{ ${fields.join(' ')} }` });
      if (errors !== undefined) throw new Failure(`the log cannot be read: ${errors.map(({ message }) => message).join('; ')}`);
      for (const [index, { eventId, note }] of some.entries()) {
        const found = data?.[`e${String(index)}`] as { note: string } | null | undefined;
        if (found?.note !== note) lost.push(eventId);
      }
    }
    return lost;
  }
}

/** Duties and the bodies that lead them, each duty once. */
async function findWriters(graph: GraphProcesses, count: number): Promise<Writer[]> {
  const { data, errors } = await ask(graph.url, { query: WRITERS });
  if (errors !== undefined) throw new Failure(`the duties cannot be read: ${errors.map(({ message }) => message).join('; ')}`);
  const { nodes } = (
    data as { obligations: { nodes: Array<{ id: string; bearers: Array<{ agency: { id: string } | null; role: string }> }> } }
  ).obligations;
  const led = nodes.flatMap(({ id, bearers }) => {
    const lead = bearers.find(({ role, agency }) => role === 'LEAD' && agency !== null)?.agency;
    return lead === undefined || lead === null ? [] : [{ obligationId: id, agencyId: lead.id }];
  });
  if (led.length < count) throw new Failure(`only ${String(led.length)} duties can be reported on; ${String(count)} are needed`);
  return Promise.all(led.slice(0, count).map(async (duty) => ({ ...duty, token: await graph.tokenFor(duty.agencyId, 'REPORTER') })));
}

function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
}
