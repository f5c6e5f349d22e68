import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadCorpus } from '../ingest/read';
import { projectRoot } from '../shared/config';

/** The corpus of a checkout, which is read only when its rows have to be made. */
export interface Checkout {
  /** The same as long as the same rows come of it; null: not known. */
  readonly version: string | null;
  read(): Promise<ReadCorpus>;
}

const corpus = join(projectRoot, 'corpus');

/** The corpus that came with this code. @param check throws for one that is not to be served */
export function checkoutOfCode(check: (read: ReadCorpus) => void = () => undefined): Checkout {
  let reading: Promise<ReadCorpus> | undefined;
  const read = async (): Promise<ReadCorpus> => {
    const { readCorpusAside } = await import('../ingest/read.ts'); // and what reads YAML: not needed over a loaded store
    const found = await readCorpusAside(corpus);
    check(found);
    return found;
  };
  return { version: versionOfRows(), read: () => (reading ??= read()) };
}

export function asRead(read: ReadCorpus): Checkout {
  return { version: null, read: () => Promise.resolve(read) };
}

let version: string | null | undefined;

/** Tells the rows of a loaded store: changes with the corpus, the migrations, and the code that makes rows of the one for the other. */
export function versionOfRows(): string | null {
  return (version ??= hashOf([join(projectRoot, 'package.json'), ...filesIn(corpus), ...layers.flatMap(filesIn)]));
}

const layers = ['domain', 'ingest', 'shared', 'subgraphs'].map((layer) => join(projectRoot, 'dist', layer));

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOf(files: readonly string[]): string | null {
  if (!layers.every(existsSync)) return null; // not built: the code that runs is not there to be read
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(projectRoot.length)).update(readFileSync(file));
  return hash.digest('hex');
}
