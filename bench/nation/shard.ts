import { Copy } from './Copy';
import { PlanWriter } from './duties';
import type { Nation } from './Nation';
import { planTables, type PlanTable, type Rows } from './tables';

export interface Shard {
  readonly url: string;
  readonly schema: string;
  /** Every `of`-th plan, beginning with this one. */
  readonly number: number;
  readonly of: number;
}

const FLOW_EVERY = 4;

/** Writes a share of the plans over connections of its own. `onRows` is told how many rows have been sent. */
export async function writeShard(nation: Nation, { url, schema, number, of }: Shard, onRows: (rows: number) => void): Promise<void> {
  const names = Object.keys(planTables) as PlanTable[];
  const opened = await Promise.all(names.map((name) => Copy.into(url, `"${schema}".${name}`, planTables[name])));
  const copies = new Map(names.map((name, index) => [name, opened[index]]));
  const rows: Rows = {
    add: (table, row) => {
      copies.get(table)?.add(row);
    },
  };
  const sent = () => opened.reduce((sum, copy) => sum + copy.rows, 0);
  try {
    const writer = new PlanWriter(nation, rows);
    for (let index = number; index < nation.plans.length; index += of) {
      const plan = nation.plans[index];
      if (plan !== undefined) writer.write(plan);
      if (Math.floor(index / of) % FLOW_EVERY > 0) continue;
      for (const copy of opened) await copy.flow();
      onRows(sent());
    }
    await Promise.all(opened.map((copy) => copy.end()));
    onRows(sent());
  } catch (error) {
    await Promise.all(opened.map((copy) => copy.abort()));
    throw error;
  }
}
