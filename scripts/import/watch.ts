import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../ask';

const SILENT_MS = 1500;
const LOOK_EVERY_MS = 250;
const QUESTION = 'query Stage($key: String!) { planImport(idempotencyKey: $key) { phase done total } }';

interface Stage {
  readonly phase: 'READING' | 'CHECKING' | 'LOADING' | 'DONE';
  readonly done: number;
  readonly total: number;
}

const told: Readonly<Record<Stage['phase'], (stage: Stage) => string>> = {
  READING: ({ done, total }) => `reading, ${String(done)} of ${String(total)} files`,
  CHECKING: () => 'checking it against what is held',
  LOADING: ({ done, total }) => `taken in; ${String(done)} of ${String(total)} parts of the graph serve it`,
  DONE: () => 'all of the graph serves it',
};

/** Tells on standard error how far an import is, from its second second on and whenever that changes, until `until` is aborted or it is done. */
export async function watchImport(url: string, token: string, key: string, until: AbortSignal): Promise<void> {
  const begun = Date.now();
  let last = '';
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    const stage = await stageOf(url, token, key);
    if (stage === null) continue;
    const text = told[stage.phase](stage);
    if (text !== last && Date.now() - begun > SILENT_MS) console.error(`ketnoi: ${(last = text)}`);
    if (stage.phase === 'DONE') return;
  }
}

/** Null as well when the graph does not answer: whoever waits for the import itself will tell that. */
async function stageOf(url: string, token: string, key: string): Promise<Stage | null> {
  const answer = await ask(url, { query: QUESTION, variables: { key } }, { token }).catch(() => null);
  return (answer?.data?.planImport as Stage | null | undefined) ?? null;
}
