/** What is done quickly says nothing on its way. */
const SILENT_MS = 2000;
const EVERY_MS = 1000;

/** Tells on the terminal how far something is. */
export function reporter(what: string, unit: string): (done: number, of: number) => void {
  let next = Date.now() + SILENT_MS;
  return (done, of) => {
    if (Date.now() < next) return;
    next = Date.now() + EVERY_MS;
    console.error(`${what}: ${String(done)} of ${String(of)} ${unit} (${String(Math.floor((100 * done) / Math.max(of, 1)))} %)`);
  };
}
