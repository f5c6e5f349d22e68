import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Series } from './Distribution';
import type { Observation } from './Observation';
import type { Telemetry, Work } from './Telemetry';
import { isKept } from './traceparent';

/** Tells of a request what HTTP does not know of it. */
export interface Teller {
  /** To its span. */
  attributes(request: FastifyRequest): Readonly<Record<string, string | number>>;
  /** To its line of the log. Default: nothing. */
  fields?(request: FastifyRequest, slow: boolean): Readonly<Record<string, unknown>>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** In a trace that is kept; null: in none. */
    work: Work | null;
  }
}

export const REQUEST_ID = 'x-request-id';
/** One that a client gave itself is taken if it can stand in a log and in a header. */
const REQUEST_ID_PATTERN = /^[\w.:/+=@-]{1,128}$/;

function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[REQUEST_ID];
  return typeof given === 'string' && REQUEST_ID_PATTERN.test(given) ? given : randomUUID();
}

function noSchemas(): never {
  throw new Error('no route has a schema');
}

/** Of every Fastify here. Where no route has a schema, what compiles schemas need not be loaded. */
export const serverOptions = {
  genReqId: requestIdOf,
  schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
} satisfies FastifyServerOptions;

/** Answers with the id of the request, and lets whatever goes by its headers see it. */
export function tellRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    request.headers[REQUEST_ID] = request.id;
    reply.header(REQUEST_ID, request.id);
    done();
  });
}

export function watchesRequests({ telemetry, log, slowOperationMs }: Observation): boolean {
  return telemetry !== null || log.isLevelEnabled('info') || slowOperationMs !== null;
}

/**
 * Traces, measures and logs requests; those for health are measured only. Lay it before anything that may refuse one.
 * What goes by the header traceparent finds itself within the request's span.
 * @param begins whether traces begin here; else requests are only followed as parts of one
 */
export function watchRequests(
  app: FastifyInstance,
  observation: Observation,
  { begins, tell }: { readonly begins: boolean; readonly tell: Teller },
): void {
  if (!watchesRequests(observation)) return;
  const { telemetry, log, slowOperationMs } = observation;
  const logged = log.isLevelEnabled('info');
  let active = 0;
  telemetry?.meter
    .createObservableUpDownCounter('http.server.active_requests', {
      description: 'Number of active HTTP server requests.',
      unit: '{request}',
    })
    .addCallback((result) => {
      result.observe(active, { 'url.scheme': 'http' });
    });
  const measured = telemetry === null ? null : new Measured(telemetry);
  app.decorateRequest('work', null);
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url;
    const probe = route?.startsWith('/health/') === true;
    const begun = performance.now();
    active += 1;
    if (telemetry?.traces === true && !probe) {
      const given = typeof headers.traceparent === 'string' ? headers.traceparent : undefined;
      const name = route === undefined ? method : `${method} ${route}`;
      request.work = begins ? telemetry.begin(name, 'SERVER', given) : telemetry.within(given, name, 'SERVER');
      if (request.work !== null) headers.traceparent = request.work.traceparent;
      else if (given !== undefined && isKept(given)) headers.traceparent = `${given.slice(0, -2)}00`; // not here, so not further on
    }
    reply.raw.on('close', () => {
      active -= 1;
      const ms = performance.now() - begun;
      const status = reply.raw.writableFinished ? reply.statusCode : null;
      const series = measured?.seriesOf(method, route, status);
      series?.record(ms / 1000);
      if (probe) return;
      const { work } = request;
      if (series !== undefined && work !== null) work.end({ ...series.attributes, ...tell.attributes(request) }, errorOf(status));
      const slow = slowOperationMs !== null && ms > slowOperationMs;
      if (!logged && !slow) return;
      const line = {
        requestId: request.id,
        traceId: work?.traceId,
        method,
        route,
        status: reply.statusCode,
        left: status === null || undefined,
        durationMs: Math.round(ms * 100) / 100,
        ...tell.fields?.(request, slow),
      };
      if (slow) log.warn({ ...line, slow }, 'slow request');
      else log.info(line, 'request');
    });
    done();
  });
}

/** @param status null: the caller did not wait for it */
function errorOf(status: number | null): string | undefined {
  if (status === null) return 'client_closed_request';
  return status >= 500 ? String(status) : undefined;
}

/** The duration of requests, by what HTTP knows of them. */
class Measured {
  /** By route, then status, then method: a text of the three would have to be made for each request. */
  private readonly known = new Map<string | undefined, Map<number | null, Map<string, Series>>>();

  constructor(private readonly telemetry: Telemetry) {}

  /** @param status null: the caller did not wait for it */
  seriesOf(method: string, route: string | undefined, status: number | null): Series {
    const known = within(within(this.known, route), status);
    let series = known.get(method);
    if (series === undefined) {
      const attributes: Record<string, string | number> = { 'http.request.method': method, 'url.scheme': 'http' };
      if (status !== null) attributes['http.response.status_code'] = status;
      if (route !== undefined) attributes['http.route'] = route;
      const error = errorOf(status);
      if (error !== undefined) attributes['error.type'] = error;
      series = this.telemetry.httpServerDuration.under(attributes);
      known.set(method, series);
    }
    return series;
  }
}

function within<Key, Inner, Value>(all: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  let inner = all.get(key);
  if (inner === undefined) all.set(key, (inner = new Map<Inner, Value>()));
  return inner;
}
