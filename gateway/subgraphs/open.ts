import { DomainError } from '../../shared/errors';
import { callSigner } from '../../shared/identity/signature';
import type { GatewayOptions } from '../options';
import { LocalSubgraph } from './LocalSubgraph';
import { SteadySubgraph } from './SteadySubgraph';
import type { Subgraph } from './Subgraph';

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const RESUME_WITHIN_MS = 30_000;

/** A way to each subgraph, by the name that plans use. @throws DomainError naming every subgraph there is no way to. */
export async function openSubgraphs(
  urls: ReadonlyMap<string, string>,
  {
    inProcess = {},
    urls: overrides = {},
    maxAnswerBytes = MAX_ANSWER_BYTES,
    resumeWithinMs = RESUME_WITHIN_MS,
    subgraphSecret = null,
  }: GatewayOptions,
  timeoutMs: number,
): Promise<Map<string, Subgraph>> {
  const sign = subgraphSecret === null ? null : callSigner(subgraphSecret);
  const opened = new Map<string, Subgraph>();
  const missing: string[] = [];
  for (const [name, given] of urls) {
    const executor = inProcess[name.toLowerCase()];
    const url = overrides[name.toLowerCase()] ?? given;
    if (executor !== undefined) opened.set(name, new LocalSubgraph(name, executor, timeoutMs));
    else if (/^https?:\/\//.test(url) && URL.canParse(url)) {
      const { HttpSubgraph } = await import('./HttpSubgraph.ts'); // and its client: not needed in one process
      opened.set(name, new SteadySubgraph(new HttpSubgraph(name, url, { timeoutMs, maxAnswerBytes, resumeWithinMs }, sign), timeoutMs));
    } else missing.push(`${name} (${url === '' ? 'no URL' : url})`);
  }
  if (missing.length === 0) return opened;
  throw new DomainError('SUBGRAPH_URL_MISSING', `no way to reach these subgraphs: ${missing.join(', ')}; expected an http(s) URL for each`);
}
