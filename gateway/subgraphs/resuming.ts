import { setTimeout as sleep } from 'node:timers/promises';
import { SubgraphFailure } from '../errors';
import type { ServerSentEvent } from './eventStream';
import type { Streamed } from './Subgraph';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

export interface Resuming {
  readonly name: string;
  /** Where to begin, when not now. */
  readonly after: string | null;
  /** How long the subgraph may be away. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/**
 * What a stream of Server-Sent Events brings, opened again from the last id on when it breaks off.
 * @throws SubgraphFailure when it cannot be opened at first, or not again in time
 */
export async function* resuming(
  open: (lastEventId: string | null) => AsyncGenerator<ServerSentEvent, void>,
  { name, after, withinMs, signal }: Resuming,
): AsyncGenerator<Streamed, void> {
  let lastEventId = after;
  let opened = false;
  let goneSince: number | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    try {
      for await (const { event, data, id } of open(lastEventId)) {
        opened = true;
        goneSince = null;
        pauseMs = FIRST_PAUSE_MS;
        lastEventId = id ?? lastEventId;
        if (event === 'complete') return;
        if (event === 'next') yield { payload: parsed(name, data), resumeAfter: id };
        else if (id !== null) yield { payload: null, resumeAfter: id };
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!opened || !(error instanceof SubgraphFailure) || error.code === 'SUBGRAPH_BAD_RESPONSE') throw error;
    }
    if (lastEventId === null)
      throw new SubgraphFailure('SUBGRAPH_UNREACHABLE', name, 'its stream broke off before it told where to resume');
    goneSince ??= Date.now();
    if (Date.now() - goneSince > withinMs)
      throw new SubgraphFailure('SUBGRAPH_UNREACHABLE', name, `its stream could not be resumed within ${String(withinMs)} ms`);
    await sleep(pauseMs, undefined, { signal });
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

function parsed(name: string, data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new SubgraphFailure('SUBGRAPH_BAD_RESPONSE', name, `broken JSON of ${String(data.length)} characters in its stream`);
  }
}
