import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricProducer,
  type MetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { servePage } from './page';
import { measureProcess } from './process';
import { producerOf } from './producer';
import type { TelemetrySettings } from './settings';
import { Telemetry } from './Telemetry';

const SCOPE = 'ketnoi';

export interface OpenTelemetry {
  readonly telemetry: Telemetry;
  /** Where metrics are scraped; null: nowhere. */
  readonly scrapeUrl: string | null;
  /** Sends what has not been sent yet. */
  close(): Promise<void>;
}

/** Begins to trace and measure this process. To be loaded only where that is wanted. @throws Error of a port that cannot be listened on */
export async function openTelemetry(
  { traces, pushMetricsEveryMs, scrape }: TelemetrySettings,
  service: { readonly name: string; readonly version: string },
): Promise<OpenTelemetry> {
  // Last comes first: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have their say.
  const resource = resourceFromAttributes({ 'service.name': service.name, 'service.version': service.version }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  const distributions = (temporality: AggregationTemporality): { metricProducers: MetricProducer[] } => ({
    metricProducers: [producerOf(() => telemetry.distributions, { name: SCOPE, version: service.version }, temporality)],
  });
  const prometheus =
    scrape === null ? null : new PrometheusExporter({ preventServerStart: true, ...distributions(AggregationTemporality.CUMULATIVE) });
  const page = prometheus === null || scrape === null ? null : await servePage(prometheus, scrape);
  const readers: MetricReader[] = prometheus === null ? [] : [prometheus];
  if (pushMetricsEveryMs !== null) {
    const exporter = new OTLPMetricExporter();
    const told = distributions(exporter.selectAggregationTemporality(InstrumentType.HISTOGRAM));
    readers.push(new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: pushMetricsEveryMs, ...told }));
  }
  const meters = new MeterProvider({ resource, readers });
  const tracers = traces ? tracerProvider(resource) : null;
  const telemetry = new Telemetry(tracers?.getTracer(SCOPE, service.version) ?? null, meters.getMeter(SCOPE, service.version));
  measureProcess(telemetry.meter);
  return {
    telemetry,
    scrapeUrl: page?.url ?? null,
    close: async () => {
      page?.close();
      await Promise.all([tracers?.shutdown(), meters.shutdown()]);
    },
  };
}

function tracerProvider(resource: Resource): BasicTracerProvider {
  return new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
}
