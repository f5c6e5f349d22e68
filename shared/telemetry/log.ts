import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './settings';

const STANDARD_ERROR = 2;
/** To write costs as much as some lines: they wait for others, but not long. */
const WRITTEN_AT_ONCE = 32_768;
const MOST_WRITTEN_AT_ONCE = 65_536;
const WRITTEN_EVERY_MS = 250;

/** JSON, a line to an entry, on standard error: standard output belongs to what programs answer. */
export function openLog(level: LogLevel, service: string, to: DestinationStream = standardError()): Logger {
  return pino(
    {
      level,
      base: { service },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: told },
    },
    to,
  );
}

/**
 * Lines are written some at a time, and what is left when the process ends. They wait as bytes: of a text that lines are added to, the
 * library counts the bytes anew with each.
 */
function standardError(): DestinationStream & { flushSync(): void } {
  const pace = { minLength: WRITTEN_AT_ONCE, maxWrite: MOST_WRITTEN_AT_ONCE, periodicFlush: WRITTEN_EVERY_MS };
  const stream = destination({ dest: STANDARD_ERROR, sync: false, contentMode: 'buffer', ...pace });
  const bytes = stream as unknown as { write(line: Buffer): boolean };
  return {
    write: (line) => void bytes.write(Buffer.from(line)),
    flushSync: () => {
      stream.flushSync();
    },
  };
}

/** An error's own words and whence they come. Its other properties may be what a client sent: the parameters of a statement, for one. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'no error' };
  const { name: type, message, stack } = error;
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  return { type, message, code, stack };
}
