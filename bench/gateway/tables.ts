import Table from 'cli-table3';
import { median, spread } from '../figures';
import { LINES } from '../lines';
import type { Client, Workload } from './load';
import type { Pinned } from './Pinned';

interface Run {
  readonly perSecond: number;
  /** Of the gateway's process, for one request. */
  readonly cpuMs: number;
}

export interface Contender {
  readonly kind: string;
  readonly name: string;
  readonly process: Pinned;
  readonly client: Client;
  readonly startMs: number;
  readonly idleMb: number;
  loadedMb: number;
  /** By workload, one for each round. */
  readonly runs: Map<string, Run[]>;
}

/** What is asked of this gateway, in requests per CPU second and in throughput against @apollo/gateway. */
const REQUIRED: Readonly<Record<string, readonly [small: number, large: number]>> = {
  'ours-http': [2.5, 1.8],
  'ours-in-process': [8, 2.2],
};
const BASE = 'apollo-gateway';

export function printTables(contenders: readonly Contender[], workloads: readonly Workload[]): void {
  const base = contenders.find(({ kind }) => kind === BASE) ?? contenders[0];
  const judged = base?.kind === BASE;
  for (const { name } of workloads) {
    const against = base?.runs.get(name) ?? [];
    const table = plain(['', 'requests per CPU s', 'throughput', 'requests/s', 'CPU s per 1000']);
    console.log(`\n${name}\nratios to ${base?.name ?? ''}: smallest – median – largest of ${String(against.length)} rounds`);
    for (const { kind, name: who, runs } of contenders) {
      const own = runs.get(name) ?? [];
      const byCpu = own.map(({ cpuMs }, round) => (against[round]?.cpuMs ?? NaN) / cpuMs);
      const byTime = own.map(({ perSecond }, round) => perSecond / (against[round]?.perSecond ?? NaN));
      const required = !judged ? undefined : REQUIRED[kind]?.[name.startsWith('small') ? 0 : 1];
      const told = (ratios: number[]): string => `${spread(ratios, 2)}${verdict(median(ratios), required)}`;
      const cpu = median(own.map(({ cpuMs }) => cpuMs));
      table.push([who, told(byCpu), told(byTime), median(own.map(({ perSecond }) => perSecond)).toFixed(0), cpu.toFixed(3)]);
    }
    console.log(table.toString());
  }
  const table = plain(['', 'start, ms', 'memory at start, MB', 'under load, MB']);
  for (const { name, startMs, idleMb, loadedMb } of contenders)
    table.push([name, startMs.toFixed(0), idleMb.toFixed(0), loadedMb.toFixed(0)]);
  console.log(`\n${table.toString()}`);
}

function verdict(ratio: number, required: number | undefined): string {
  if (required === undefined) return '';
  return ratio >= required ? `  (meets ${String(required)})` : `  (misses ${String(required)})`;
}

function plain(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] }, chars: LINES, colAligns: ['left', 'right', 'right', 'right', 'right'] });
}
