import { parseDay } from '../../domain/calendar';
import { badInput } from '../errors';

/** One sort key: an SQL expression that is never null, and its PostgreSQL type. The last key must be unique. */
export interface SortKey {
  readonly sql: string;
  readonly type: 'text' | 'int' | 'date';
}

export type SortValue = string | number;

export function encodeCursor(values: readonly SortValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws BAD_USER_INPUT for a cursor that this list did not give */
export function decodeCursor(cursor: string, keys: readonly SortKey[]): SortValue[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === keys.length && keys.every((key, index) => fits(key, values[index])))
      return values as SortValue[];
  } catch {
    // answered below
  }
  throw badInput(`${JSON.stringify(cursor)} is not a cursor of this list in this order; use pageInfo.endCursor or edges.cursor`, ['after']);
}

function fits(key: SortKey, value: unknown): boolean {
  if (key.type === 'int') return Number.isSafeInteger(value);
  if (typeof value !== 'string') return false;
  return key.type === 'text' || value === 'infinity' || value === '-infinity' || parseDay(value) !== null;
}
