import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, type DataPoint, type Histogram } from '@opentelemetry/sdk-metrics';
import { Distribution } from '../../shared/telemetry/Distribution';
import { producerOf } from '../../shared/telemetry/producer';

function aDistribution(bounds: readonly number[] = [1, 10]): Distribution {
  return new Distribution({ name: 'duration', description: 'How long.', unit: 's', valueType: ValueType.DOUBLE }, bounds);
}

function tellerOf(distribution: Distribution, temporality: AggregationTemporality): () => Promise<ReadonlyArray<DataPoint<Histogram>>> {
  const producer = producerOf(() => [distribution], { name: 'test' }, temporality);
  return async () => {
    const { resourceMetrics } = await producer.collect();
    const [metric] = resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics);
    return metric === undefined ? [] : (metric.dataPoints as Array<DataPoint<Histogram>>);
  };
}

test.each([
  ['at a bound belongs below it', [1, 10], [1, 1, 0]],
  ['between two bounds belongs to the upper one', [1.001, 9.999], [0, 2, 0]],
  ['above all bounds is counted too', [10.001, 1e6], [0, 0, 2]],
  ['of nothing belongs to the lowest', [0], [1, 0, 0]],
])('a value %s', (_what, values, counts) => {
  const series = aDistribution().under({});
  for (const value of values) series.record(value);
  expect(series.counts).toEqual(counts);
  expect(series.sum).toBe(values.reduce((sum, each) => sum + each, 0));
});

test('the same attributes are one series, in whatever order; others are others', () => {
  const distribution = aDistribution();
  const series = distribution.under({ method: 'GET', status: 200 });
  expect(distribution.under({ status: 200, method: 'GET' })).toBe(series);
  for (const other of [{ method: 'GET' }, { method: 'GET', status: '200' }, { method: 'GET', status: 404 }])
    expect(distribution.under(other)).not.toBe(series);
});

test('what is given as attributes may change afterwards, the series does not', () => {
  const attributes: Record<string, string> = { method: 'GET' };
  const series = aDistribution().under(attributes);
  attributes.method = 'POST';
  expect(series.attributes).toEqual({ method: 'GET' });
});

test('no more series are kept than the SDK keeps: the rest is counted together', () => {
  const distribution = aDistribution();
  for (let name = 0; name < 5000; name += 1) distribution.under({ name: String(name) }).record(1);
  const all = [...distribution.series];
  expect(all).toHaveLength(2000);
  expect(all.find(({ attributes }) => attributes['otel.metric.overflow'] === true)?.count).toBe(3001);
});

test('a reader that wants all since the start is told all each time', async () => {
  const distribution = aDistribution();
  const tell = tellerOf(distribution, AggregationTemporality.CUMULATIVE);
  expect(await tell()).toEqual([]);
  const series = distribution.under({ method: 'GET' });
  for (const value of [0.5, 5]) series.record(value);
  expect(await tell()).toMatchObject([{ attributes: { method: 'GET' }, value: { count: 2, sum: 5.5, min: 0.5, max: 5 } }]);
  series.record(50);
  const [point] = await tell();
  expect(point?.value).toEqual({ count: 3, sum: 55.5, min: 0.5, max: 50, buckets: { boundaries: [1, 10], counts: [1, 1, 1] } });
});

test('a reader that wants what is new is told that, and nothing where there is nothing; another reader does not change it', async () => {
  const distribution = aDistribution();
  const tell = tellerOf(distribution, AggregationTemporality.DELTA);
  const other = tellerOf(distribution, AggregationTemporality.DELTA);
  const series = distribution.under({ method: 'GET' });
  series.record(5);
  const [first] = await tell();
  series.record(50);
  const [second] = await tell();
  expect(first?.value).toEqual({ count: 1, sum: 5, buckets: { boundaries: [1, 10], counts: [0, 1, 0] } });
  expect(second?.value).toEqual({ count: 1, sum: 50, buckets: { boundaries: [1, 10], counts: [0, 0, 1] } });
  expect(second?.startTime).toEqual(first?.endTime);
  expect(await tell()).toEqual([]);
  expect((await other())[0]?.value.count).toBe(2);
});

test('what was told does not change with what is measured later', async () => {
  const distribution = aDistribution();
  const series = distribution.under({});
  series.record(5);
  const [told] = await tellerOf(distribution, AggregationTemporality.CUMULATIVE)();
  series.record(5);
  expect(told?.value.buckets.counts).toEqual([0, 1, 0]);
});
