import { DomainError } from '../../shared/errors';
import type { GatewayOptions } from '../options';
import { HttpSubgraph } from './HttpSubgraph';
import { LocalSubgraph } from './LocalSubgraph';
import type { Subgraph } from './Subgraph';

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** A way to each subgraph, by the name that plans use. @throws DomainError naming every subgraph there is no way to. */
export function openSubgraphs(
  urls: ReadonlyMap<string, string>,
  { inProcess = {}, urls: overrides = {}, maxAnswerBytes = MAX_ANSWER_BYTES }: GatewayOptions,
  timeoutMs: number,
): Map<string, Subgraph> {
  const opened = new Map<string, Subgraph>();
  const missing: string[] = [];
  for (const [name, given] of urls) {
    const executor = inProcess[name.toLowerCase()];
    const url = overrides[name.toLowerCase()] ?? given;
    if (executor !== undefined) opened.set(name, new LocalSubgraph(name, executor, timeoutMs));
    else if (/^https?:\/\//.test(url) && URL.canParse(url)) opened.set(name, new HttpSubgraph(name, url, { timeoutMs, maxAnswerBytes }));
    else missing.push(`${name} (${url === '' ? 'no URL' : url})`);
  }
  if (missing.length === 0) return opened;
  throw new DomainError('SUBGRAPH_URL_MISSING', `no way to reach these subgraphs: ${missing.join(', ')}; expected an http(s) URL for each`);
}
