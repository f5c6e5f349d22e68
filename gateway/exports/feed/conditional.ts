import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export function entityTag(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** Whether the client has this already: by its tag, and only without one by its time (RFC 9110, 13.2.2). */
export function isKnown(headers: IncomingHttpHeaders, tag: string, modified: Date): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers;
  if (tags !== undefined) return tags.trim() === '*' || [...tags.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, known]) => known === tag);
  const time = since === undefined ? NaN : Date.parse(since);
  return Math.floor(modified.getTime() / 1000) * 1000 <= time;
}
