import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Work } from './Telemetry';
import type { Observation } from './Observation';

/** What is told of a request besides what HTTP knows of it. */
export interface Told {
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly fields?: Readonly<Record<string, unknown>>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** In a trace, or measured; null: neither. */
    work: Work | null;
  }
}

export const REQUEST_ID = 'x-request-id';
/** One that a client gave itself is taken if it can stand in a log and in a header. */
const REQUEST_ID_PATTERN = /^[\w.:/+=@-]{1,128}$/;

/** Fastify's option genReqId. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID];
  return typeof given === 'string' && REQUEST_ID_PATTERN.test(given) ? given : randomUUID();
}

/** Answers with the id of the request, and lets whatever goes by its headers see it. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    request.headers[REQUEST_ID] = request.id;
    reply.header(REQUEST_ID, request.id);
    done();
  });
}

/**
 * Traces, measures and logs requests; those for health are measured only. Lay it before anything that may refuse one.
 * What goes by the header traceparent finds itself within the request's span.
 * @param begins whether traces begin here; else requests are only followed as parts of one
 */
export function watchRequests(
  app: FastifyInstance,
  observation: Observation,
  { begins, tell }: { readonly begins: boolean; readonly tell: (request: FastifyRequest, slow: boolean) => Told },
): void {
  const { telemetry, log, slowOperationMs } = observation;
  const logged = log.isLevelEnabled('info');
  if (telemetry === null && !logged && slowOperationMs === null) return;
  let active = 0;
  telemetry?.meter
    .createObservableUpDownCounter('http.server.active_requests', {
      description: 'Number of active HTTP server requests.',
      unit: '{request}',
    })
    .addCallback((result) => {
      result.observe(active, { 'url.scheme': 'http' });
    });
  app.decorateRequest('work', null);
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url;
    const probe = route?.startsWith('/health/') === true;
    const begun = performance.now();
    active += 1;
    if (telemetry !== null && !probe) {
      const given = typeof headers.traceparent === 'string' ? headers.traceparent : undefined;
      const name = route === undefined ? method : `${method} ${route}`;
      request.work = begins ? telemetry.begin(name, 'SERVER', given) : telemetry.within(given, name, 'SERVER');
      headers.traceparent = request.work?.traceparent ?? given;
    }
    reply.raw.once('close', () => {
      active -= 1;
      const ms = performance.now() - begun;
      const { statusCode: status } = reply;
      const left = !reply.raw.writableFinished;
      const error = left ? 'client_closed_request' : status >= 500 ? String(status) : undefined;
      const attributes: Record<string, string | number> = { 'http.request.method': method, 'url.scheme': 'http' };
      if (!left) attributes['http.response.status_code'] = status;
      if (route !== undefined) attributes['http.route'] = route;
      if (error !== undefined) attributes['error.type'] = error;
      telemetry?.httpServerDuration.record(ms / 1000, attributes);
      if (probe) return;
      const slow = slowOperationMs !== null && ms > slowOperationMs;
      const told = tell(request, slow);
      request.work?.end({ ...attributes, ...told.attributes }, error);
      if (!logged && !slow) return;
      const traceId = request.work?.traceId ?? undefined;
      const line = {
        requestId: request.id,
        traceId,
        method,
        route,
        status,
        left: left || undefined,
        durationMs: Math.round(ms * 100) / 100,
      };
      if (slow) log.warn({ ...line, ...told.fields, slow }, 'slow request');
      else log.info({ ...line, ...told.fields }, 'request');
    });
    done();
  });
}
