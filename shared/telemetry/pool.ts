import type { DataSource } from 'typeorm';
import type { Telemetry } from './Telemetry';

interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number };
}

/** How many connections of `source` are open, and how many requests wait for one. */
export function measurePool({ meter }: Telemetry, source: DataSource, schema: string): void {
  const { master } = source.driver as unknown as { master?: Pool };
  if (master === undefined) return;
  const pool = { 'db.client.connection.pool.name': schema };
  const observed = (name: string, unit: string, description: string) => meter.createObservableUpDownCounter(name, { unit, description });
  observed('db.client.connection.count', '{connection}', 'Connections in the state described by the attribute.').addCallback((result) => {
    result.observe(master.idleCount, { ...pool, 'db.client.connection.state': 'idle' });
    result.observe(master.totalCount - master.idleCount, { ...pool, 'db.client.connection.state': 'used' });
  });
  observed('db.client.connection.max', '{connection}', 'The most connections allowed.').addCallback((result) => {
    result.observe(master.options.max ?? 0, pool);
  });
  observed('db.client.connection.pending_requests', '{request}', 'Requests that wait for a connection.').addCallback((result) => {
    result.observe(master.waitingCount, pool);
  });
}
