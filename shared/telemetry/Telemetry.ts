import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, ValueType } from '@opentelemetry/api';
import type { Attributes, Context, Meter, Span, Tracer } from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { Distribution } from './Distribution';
import { isKept } from './traceparent';

type Kind = keyof typeof SpanKind;

/** Something under way whose trace is kept. */
export interface Work {
  /** The header (W3C Trace Context) under which what it gives rise to belongs. */
  readonly traceparent: string;
  readonly traceId: string;
  /** @param error a stable code of what went wrong */
  end(attributes?: Attributes, error?: string): void;
}

/** In seconds, as the conventions have it for HTTP and, finer, for databases. */
const HTTP_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const DATABASE_BOUNDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const COST_BOUNDS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];

/** Spans and measurements of this process, by the names of OpenTelemetry's semantic conventions where they have some. */
export class Telemetry {
  readonly httpServerDuration = seconds('http.server.request.duration', 'Duration of HTTP server requests.', HTTP_BOUNDS);
  readonly databaseDuration = seconds('db.client.operation.duration', 'Duration of database client operations.', DATABASE_BOUNDS);
  readonly operationDuration = seconds('ketnoi.operation.duration', 'Duration of GraphQL operations at the gateway.', HTTP_BOUNDS);
  readonly subgraphCallDuration = seconds(
    'ketnoi.subgraph.call.duration',
    'Duration of calls from the gateway to a subgraph.',
    HTTP_BOUNDS,
  );
  readonly operationCost = new Distribution(
    {
      name: 'ketnoi.operation.cost',
      description: 'Cost of GraphQL operations as it is counted before they are executed.',
      unit: '{cost}',
      valueType: ValueType.INT,
    },
    COST_BOUNDS,
  );
  readonly distributions: readonly Distribution[] = [
    this.httpServerDuration,
    this.databaseDuration,
    this.operationDuration,
    this.subgraphCallDuration,
    this.operationCost,
  ];

  constructor(
    /** Null: nothing is traced. */
    private readonly tracer: Tracer | null,
    readonly meter: Meter,
  ) {}

  get traces(): boolean {
    return this.tracer !== null;
  }

  /** @param parent a traceparent; undefined: a trace begins here. @returns null where the trace is not kept */
  begin(name: string, kind: Kind, parent: string | undefined): Work | null {
    if (this.tracer === null) return null;
    const context = contextOf(parent);
    if (context !== ROOT_CONTEXT && parent?.endsWith('-00') === true) return null;
    const span = this.tracer.startSpan(name, { kind: SpanKind[kind] }, context);
    return span.isRecording() ? new SpanWork(span) : null;
  }

  /** As {@link begin}, but only as a part of something that is kept. */
  within(parent: string | undefined, name: string, kind: Kind): Work | null {
    return isKept(parent) ? this.begin(name, kind, parent) : null;
  }
}

function seconds(name: string, description: string, bounds: readonly number[]): Distribution {
  return new Distribution({ name, description, unit: 's', valueType: ValueType.DOUBLE }, bounds);
}

function contextOf(traceparent: string | undefined): Context {
  const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
}

class SpanWork implements Work {
  readonly traceparent: string;
  readonly traceId: string;

  constructor(private readonly span: Span) {
    const { traceId, spanId } = span.spanContext();
    this.traceparent = `00-${traceId}-${spanId}-01`;
    this.traceId = traceId;
  }

  end(attributes?: Attributes, error?: string): void {
    const { span } = this;
    if (attributes !== undefined) span.setAttributes(attributes);
    if (error !== undefined) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}
