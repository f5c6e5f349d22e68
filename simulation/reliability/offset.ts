import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith } from '../../shared/config';

const READ_EVERY_MS = 20;

/** Holds by how many milliseconds the clock is wrong. */
export function offsetFile(folder: string): string {
  return join(folder, 'clock-offset');
}

/** Required before a program of the graph: from then on its clock is wrong by what the file says. */
function falsify(folder: string): void {
  const Real = Date;
  let offset = 0;
  const read = (): void => {
    offset = Number(readFileSync(offsetFile(folder), 'utf8'));
  };
  read();
  setInterval(() => {
    try {
      read();
    } catch {
      // the folder is being removed
    }
  }, READ_EVERY_MS).unref();
  globalThis.Date = new Proxy(Real, {
    construct: (target, given: unknown[]) =>
      given.length === 0 ? new target(target.now() + offset) : (Reflect.construct(target, given) as object),
    get: (target, name, receiver): unknown => (name === 'now' ? () => target.now() + offset : Reflect.get(target, name, receiver)),
  });
}

const { KETNOI_CLOCK_FOLDER: folder } = environmentWith({});
if (folder !== undefined) falsify(folder);
