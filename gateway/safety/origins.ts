import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site asks, by itself and not because its reader followed a link. A graph in a closed network is reached through
 * the browsers inside it, so that such requests are refused even where their answers could not be read. Programs send no such headers.
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function isForeignRequest(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest } = headers;
  if (site !== 'cross-site' && site !== 'same-site') return false;
  if (mode === 'navigate' && dest === 'document') return false;
  return origin === undefined || !isAllowed(origin, allowed);
}

/** WebSockets open from any page, whatever CORS says; so that the origin is looked at here. */
export function isForeignSocket({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin === undefined || isAllowed(origin, allowed)) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function isAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.includes('*') || allowed.includes(origin);
}
