import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { ValueType, type Meter } from '@opentelemetry/api';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** How the process fares; looked at when somebody asks. */
export function measureProcess(meter: Meter): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let before = performance.eventLoopUtilization();
  meter
    .createObservableGauge('nodejs.eventloop.utilization', { description: 'Part of the time in which the event loop is busy.', unit: '1' })
    .addCallback((result) => {
      const now = performance.eventLoopUtilization();
      result.observe(performance.eventLoopUtilization(now, before).utilization);
      before = now;
    });
  meter
    .createObservableGauge('nodejs.eventloop.delay.p99', { description: '99th percentile of the delay of the event loop.', unit: 's' })
    .addCallback((result) => {
      const p99 = delay.percentile(99) / NANOSECONDS;
      delay.reset();
      if (Number.isFinite(p99)) result.observe(p99);
    });
  meter
    .createObservableCounter('process.cpu.time', { description: 'Total CPU seconds broken down by different states.', unit: 's' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / MICROSECONDS, { 'cpu.mode': 'user' });
      result.observe(system / MICROSECONDS, { 'cpu.mode': 'system' });
    });
  const integer = { unit: 'By', valueType: ValueType.INT };
  meter
    .createObservableUpDownCounter('process.memory.usage', { ...integer, description: 'The amount of physical memory in use.' })
    .addCallback((result) => {
      result.observe(process.memoryUsage.rss());
    });
  meter
    .createObservableUpDownCounter('v8js.memory.heap.used', { ...integer, description: 'Heap memory size in use.' })
    .addCallback((result) => {
      result.observe(process.memoryUsage().heapUsed);
    });
}
