import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sortAt } from '../../ingest/files';
import type { PlanFile } from '../../ingest/plan';
import { Failure } from '../failure';

/** The files of a plan, and where each was found, by its place in the plan. */
export interface FoundPlan {
  readonly files: readonly PlanFile[];
  readonly foundAt: ReadonlyMap<string, string>;
}

/**
 * Reads a plan from folders laid out like the corpus, and from single files: `…/statements/kh-1-2026.yaml` stands in `statements`.
 * @throws Failure for what is not there, holds no YAML, or would take the place of another file
 */
export function readPlanFiles(paths: readonly string[]): FoundPlan {
  const found = paths.flatMap((path) => (isFolder(path) ? filesIn(path) : [{ place: placeOf(path), path }]));
  const foundAt = new Map<string, string>();
  for (const { place, path } of found) {
    const other = foundAt.get(place);
    if (other !== undefined)
      throw new Failure(`${path} and ${other} have the same place in the plan, ${place}; import them one after the other`);
    foundAt.set(place, path);
  }
  return { foundAt, files: found.map(({ place, path }) => ({ path: place, content: readFileSync(path, 'utf8') })) };
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Failure(`${path} is not there; expected a folder laid out like corpus/, or a file of one`);
  return found.isDirectory();
}

function filesIn(folder: string): Array<{ place: string; path: string }> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  if (names.length === 0)
    throw new Failure(`${folder} holds no YAML file; expected documents/, statements/ … as corpus/README.md describes them`);
  return names.sort().map((name) => ({ place: name.replaceAll('\\', '/'), path: join(folder, name) }));
}

function placeOf(path: string): string {
  const name = basename(path);
  const inFolder = `${basename(dirname(path))}/${name}`;
  return sortAt(inFolder) === null ? name : inFolder;
}
