import { isRecord } from '../json';

const UNCLEAN = /\0|\p{Surrogate}/u;

/** Whether every store and every program can hold it: no NUL, no half of a surrogate pair. */
export function isCleanText(text: string): boolean {
  return !UNCLEAN.test(text);
}

/** What is wrong with values that a client sent; null: nothing. Looks level by level, so that no depth exhausts the stack. */
export function problemOfValues(values: unknown, maxDepth: number): 'TOO_DEEP' | 'UNCLEAN' | null {
  let level: unknown[] = [values];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return 'TOO_DEEP';
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && !isCleanText(value)) return 'UNCLEAN';
      if (Array.isArray(value)) for (const item of value) next.push(item);
      else if (isRecord(value)) for (const [name, item] of Object.entries(value)) next.push(name, item);
    }
    level = next;
  }
  return null;
}
