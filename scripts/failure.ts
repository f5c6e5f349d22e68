/** A refusal meant for the reader of the terminal: what was wrong, the value seen, what would be right. No stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The words of an error, also of those Node wraps (several addresses tried, a cause). */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** What the system calls the error (ENOENT, 28P01), if it does. */
export function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
