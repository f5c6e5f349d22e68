import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './settings';

const STANDARD_ERROR = 2;

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

function standardError(): DestinationStream {
  return destination({ dest: STANDARD_ERROR, sync: true });
}

/** An error's own words and whence they come. Its other properties may be what a client sent: the parameters of a statement, for one. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'no error' };
  const { name: type, message, stack } = error;
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  return { type, message, code, stack };
}
