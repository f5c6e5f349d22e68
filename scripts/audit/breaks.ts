import { readConfig } from '../../shared/config';
import { openDatabase } from '../../shared/database';
import { auditLog } from '../../subgraphs/obligations/audit/audit';
import type { Break } from '../../subgraphs/obligations/audit/Chains';

/** What the audit finds in the store of a graph that others may be using. */
export async function breaksIn(url: string): Promise<readonly Break[]> {
  const { schemaPrefix } = readConfig();
  const source = await openDatabase({ url, schemaPrefix, subgraph: 'obligations', entities: [], migrations: [], poolSize: 1 });
  try {
    return (await auditLog(source)).breaks;
  } finally {
    await source.destroy();
  }
}

export function describeBreak({ chain, number, what }: Break): string {
  return `BREAK ${chain}${number === null ? '' : ` ${String(number)}`}: ${what}`;
}
