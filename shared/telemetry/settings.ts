import { z } from 'zod';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Address {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

export interface TelemetrySettings {
  /** Spans are sent to an OTLP collector; where and how, the SDK reads of OTEL_* itself. */
  readonly traces: boolean;
  /** Milliseconds from one sending of metrics to an OTLP collector to the next; null: they are not sent. */
  readonly pushMetricsEveryMs: number | null;
  /** Where Prometheus finds /metrics; null: nowhere. */
  readonly scrape: Address | null;
  /** Null: the name of the program. */
  readonly serviceName: string | null;
  readonly logLevel: LogLevel;
  /** Statements that take longer are logged; null: none. */
  readonly slowSqlMs: number | null;
  /** Operations that take longer are logged; null: none. */
  readonly slowOperationMs: number | null;
}

const milliseconds = z.coerce.number('expected milliseconds').min(0);
const port = z.coerce.number('expected a port, 0 to 65535').int().min(0).max(65_535);
const url = z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'expected http://host:4318');
const jsonOnly = z.enum(['http/json'], 'expected http/json, which every collector takes at its HTTP port');
const addressPattern = /^(?:(\[[0-9a-f:.]+\]|[^\s:[\]]+):)?(\d{1,5})$/i;

/** The port of Prometheus exporters by custom. */
const SCRAPE_PORT = 9464;
const HOST = '127.0.0.1';

export const telemetryVariables = {
  KETNOI_LOG: z.enum(logLevels, `expected ${logLevels.join(', ')}`).optional(),
  KETNOI_SLOW_SQL_MS: milliseconds.optional(),
  KETNOI_SLOW_OPERATION_MS: milliseconds.optional(),
  KETNOI_METRICS: z
    .string()
    .refine((text) => Number(addressPattern.exec(text)?.[2] ?? NaN) <= 65_535, 'expected a port, or host:port')
    .transform(addressOf)
    .optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: jsonOnly.optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: jsonOnly.optional(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: jsonOnly.optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'expected otlp or none').default('otlp'),
  OTEL_METRICS_EXPORTER: z.enum(['otlp', 'prometheus', 'none'], 'expected otlp, prometheus or none').default('otlp'),
  OTEL_METRIC_EXPORT_INTERVAL: milliseconds.min(1).default(60_000),
  OTEL_EXPORTER_PROMETHEUS_HOST: z.string().default(HOST),
  OTEL_EXPORTER_PROMETHEUS_PORT: port.default(SCRAPE_PORT),
};

export const telemetryHelp: ReadonlyArray<readonly [name: string, meaning: string]> = [
  ['KETNOI_LOG', `what goes to the log on standard error, as JSON: ${logLevels.join(', ')} (info in production, else warn)`],
  ['KETNOI_SLOW_SQL_MS', 'log SQL statements that take longer, in milliseconds (none)'],
  ['KETNOI_SLOW_OPERATION_MS', 'log operations that take longer, in milliseconds (none)'],
  ['KETNOI_METRICS', 'port, or host:port, where Prometheus finds /metrics; --split takes the five ports after it too (none)'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OpenTelemetry collector that traces and metrics are sent to: http://host:4318 (none)'],
  ['OTEL_SERVICE_NAME', 'name of the service in traces and metrics (ketnoi)'],
  ['OTEL_TRACES_SAMPLER', 'which traces are kept, with OTEL_TRACES_SAMPLER_ARG; other OTEL_* variables: docs/operations.md'],
];

type TelemetryValues = z.output<z.ZodObject<typeof telemetryVariables>>;

function addressOf(text: string): Address {
  const [, host = HOST, given] = addressPattern.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(given) };
}

export function telemetrySettings(values: TelemetryValues, production: boolean): TelemetrySettings {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: everything, OTEL_METRICS_EXPORTER: metrics } = values;
  const on = values.OTEL_SDK_DISABLED?.toLowerCase() !== 'true';
  const collectsTraces = (values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? everything) !== undefined;
  const collectsMetrics = (values.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? everything) !== undefined;
  const scraped: Address = { host: values.OTEL_EXPORTER_PROMETHEUS_HOST, port: values.OTEL_EXPORTER_PROMETHEUS_PORT };
  return Object.freeze({
    traces: on && collectsTraces && values.OTEL_TRACES_EXPORTER === 'otlp',
    pushMetricsEveryMs: on && collectsMetrics && metrics === 'otlp' ? values.OTEL_METRIC_EXPORT_INTERVAL : null,
    scrape: on ? (values.KETNOI_METRICS ?? (metrics === 'prometheus' ? scraped : null)) : null,
    serviceName: values.OTEL_SERVICE_NAME ?? null,
    logLevel: values.KETNOI_LOG ?? (production ? 'info' : 'warn'),
    slowSqlMs: values.KETNOI_SLOW_SQL_MS ?? null,
    slowOperationMs: values.KETNOI_SLOW_OPERATION_MS ?? null,
  });
}
