import { millisToHrTime, type InstrumentationScope } from '@opentelemetry/core';
import { emptyResource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type HistogramMetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';
import type { Distribution, Series } from './Distribution';

type Point = HistogramMetricData['dataPoints'][number];

/**
 * Hands distributions to a reader of metrics, beside what the SDK itself measures. Each reader needs one of its own.
 * @param temporality whether it is told all since the start, or what came since it last asked
 */
export function producerOf(
  distributions: () => readonly Distribution[],
  scope: InstrumentationScope,
  temporality: AggregationTemporality,
): MetricProducer {
  const pointOf = temporality === AggregationTemporality.DELTA ? differences() : total;
  return {
    collect: () => {
      const now = Date.now();
      const metrics = distributions().flatMap(({ description, bounds, series }): HistogramMetricData[] => {
        const dataPoints = [...series].flatMap((each) => pointOf(each, bounds, now) ?? []);
        if (dataPoints.length === 0) return [];
        return [{ descriptor: description, aggregationTemporality: temporality, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
      });
      return Promise.resolve({ resourceMetrics: { resource: emptyResource(), scopeMetrics: [{ scope, metrics }] }, errors: [] });
    },
  };
}

function total({ attributes, counts, since, sum, count, least, most }: Series, bounds: readonly number[], now: number): Point {
  return {
    attributes,
    startTime: millisToHrTime(since),
    endTime: millisToHrTime(now),
    value: { buckets: { boundaries: [...bounds], counts: [...counts] }, sum, count, min: least, max: most },
  };
}

/** The least and the most are those since the start: they are left out. */
function differences(): (series: Series, bounds: readonly number[], now: number) => Point | null {
  const told = new Map<Series, { readonly counts: readonly number[]; readonly sum: number; readonly count: number; readonly at: number }>();
  return (series, bounds, now) => {
    const { attributes, since } = series;
    const before = told.get(series) ?? { counts: [], sum: 0, count: 0, at: since };
    const [sum, count] = [series.sum - before.sum, series.count - before.count];
    if (count === 0) return null;
    const counts = series.counts.map((each, bucket) => each - (before.counts[bucket] ?? 0));
    told.set(series, { counts: [...series.counts], sum: series.sum, count: series.count, at: now });
    return {
      attributes,
      startTime: millisToHrTime(before.at),
      endTime: millisToHrTime(now),
      value: { buckets: { boundaries: [...bounds], counts }, sum, count },
    };
  };
}
