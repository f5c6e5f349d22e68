import { readFileSync } from 'node:fs';
import { codeOf } from './failure';

/** Whether a process lives; one that has ended and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  return !/^[ZX]/.test(statOf(pid)[0] ?? '');
}

/** When a process was born, in the system's own ticks: tells it from a later one with the same id. Null where unknown. */
export function birthOf(pid: number): string | null {
  return statOf(pid)[19] ?? null;
}

/** Fields of /proc/<pid>/stat after the name; empty where there is no such file. */
function statOf(pid: number): string[] {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
