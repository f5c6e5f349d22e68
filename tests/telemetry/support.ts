import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../shared/config';
import { openLog } from '../../shared/telemetry/log';
import type { Observation } from '../../shared/telemetry/Observation';
import { openTelemetry } from '../../shared/telemetry/sdk';

/** A span as a collector receives it. */
export interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface SentTraces {
  readonly resourceSpans: ReadonlyArray<{
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: ReadonlyArray<{
      readonly spans: ReadonlyArray<Omit<Span, 'attributes' | 'service'> & { attributes: readonly Attribute[] }>;
    }>;
  }>;
}

/** Takes traces and metrics as OTLP collectors do, in JSON over HTTP. */
export interface Collector {
  readonly url: string;
  readonly spans: Span[];
  /** Paths that were posted to. */
  readonly paths: Set<string>;
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: Span[] = [];
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      paths.add(request.url ?? '');
      if (request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(Buffer.concat(chunks).toString()) as SentTraces));
      response.setHeader('content-type', 'application/json').end('{}');
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    spans,
    paths,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function spansIn({ resourceSpans }: SentTraces): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(plain(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service, attributes: plain(span.attributes) })));
  });
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

export interface Watching {
  readonly observation: Observation;
  /** Entries of the log. */
  readonly entries: ReadonlyArray<Record<string, unknown>>;
  readonly text: () => string;
  readonly scrapeUrl: string | null;
  /** Sends what there is to send. */
  close(): Promise<void>;
}

/** Watches as a program does that was started with these variables. */
export async function watch(service: string, environment: Record<string, string>): Promise<Watching> {
  const { telemetry: settings } = readConfig(environment);
  Object.assign(process.env, environment); // the exporters read OTEL_* themselves
  const wanted = settings.traces || settings.scrape !== null || settings.pushMetricsEveryMs !== null;
  const opened = wanted ? await openTelemetry(settings, { name: service, version: '1' }) : null;
  for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  const lines: string[] = [];
  const entries: Record<string, unknown>[] = [];
  const log = openLog(settings.logLevel, service, {
    write: (line) => {
      lines.push(line);
      entries.push(JSON.parse(line) as Record<string, unknown>);
    },
  });
  const { slowSqlMs, slowOperationMs } = settings;
  return {
    observation: { telemetry: opened?.telemetry ?? null, log, slowSqlMs, slowOperationMs },
    entries,
    text: () => lines.join(''),
    scrapeUrl: opened?.scrapeUrl ?? null,
    close: () => opened?.close() ?? Promise.resolve(),
  };
}
