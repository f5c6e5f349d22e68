/** Whether the trace of a traceparent (W3C Trace Context) is kept. */
export function isKept(traceparent: string | undefined): boolean {
  return traceparent?.endsWith('-01') === true;
}
