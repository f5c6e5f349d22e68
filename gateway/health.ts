import { SubgraphFailure, type SubgraphErrorCode } from './errors';
import { readAnswer } from './execution/answer';
import { PROBE } from './subgraphs/probe';
import type { Subgraph } from './subgraphs/Subgraph';

const PROBE_LIMIT_MS = 2000;

export interface SubgraphState {
  readonly state: 'up' | 'down';
  readonly code?: SubgraphErrorCode;
}

export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly subgraphs: Readonly<Record<string, SubgraphState>>;
}

/** Whether every subgraph answers, asked now; questions that come while one is being answered share its answer. */
export class Health {
  private asking: Promise<Readiness> | null = null;

  constructor(
    private readonly subgraphs: readonly Subgraph[],
    private readonly timeoutMs: number,
  ) {}

  readiness(): Promise<Readiness> {
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async ask(): Promise<Readiness> {
    const states = await Promise.all(this.subgraphs.map(async (subgraph) => [subgraph.name, await this.stateOf(subgraph)] as const));
    const ready = states.every(([, { state }]) => state === 'up');
    return { status: ready ? 'ready' : 'not ready', subgraphs: Object.fromEntries(states) };
  }

  private async stateOf(subgraph: Subgraph): Promise<SubgraphState> {
    try {
      const timeoutMs = Math.min(this.timeoutMs, PROBE_LIMIT_MS);
      const payload = await subgraph.call({ operation: PROBE, variables: undefined, headers: {}, timeoutMs });
      const { data, errors } = readAnswer(subgraph.name, payload, []);
      // Where reading is closed it answers nobody, and so nobody here; but it does answer.
      if (errors.some(({ complaint }) => complaint.extensions.code === 'UNAUTHENTICATED')) return { state: 'up' };
      return typeof data.__typename === 'string' ? { state: 'up' } : { state: 'down', code: 'SUBGRAPH_BAD_RESPONSE' };
    } catch (error) {
      return { state: 'down', code: error instanceof SubgraphFailure ? error.code : 'SUBGRAPH_ERROR' };
    }
  }
}
