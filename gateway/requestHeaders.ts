import type { IncomingHttpHeaders } from 'node:http';
import { parseDay } from '../domain/calendar';
import { REQUEST_ID } from '../shared/telemetry/requests';

const SHOWN = 40;
/** W3C Trace Context. */
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What the header says that no subgraph could use, for the client; null when there is nothing wrong. */
export function headerComplaint({ 'as-of': asOf }: IncomingHttpHeaders): string | null {
  if (asOf === undefined || (typeof asOf === 'string' && parseDay(asOf.trim()) !== null)) return null;
  const seen = String(asOf);
  const shown = seen.length > SHOWN ? `${seen.slice(0, SHOWN)}…` : seen;
  return `header As-Of: ${JSON.stringify(shown)} is no calendar day; send one day as YYYY-MM-DD, for example 2022-06-30`;
}

/** The headers of a request that every subgraph is to see. */
export function forwardedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const forwarded: Record<string, string> = {};
  const { 'as-of': asOf, 'accept-language': language, authorization } = headers;
  if (typeof asOf === 'string') forwarded['as-of'] = asOf.trim();
  if (language !== undefined) forwarded['accept-language'] = language;
  if (authorization !== undefined) forwarded.authorization = authorization;
  const { traceparent, [REQUEST_ID]: requestId } = headers;
  if (typeof traceparent === 'string' && TRACEPARENT.test(traceparent)) forwarded.traceparent = traceparent;
  if (typeof requestId === 'string') forwarded[REQUEST_ID] = requestId;
  return forwarded;
}
