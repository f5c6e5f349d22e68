import { buildSchema, findBreakingChanges } from 'graphql';

/**
 * Where a generated file differs from what stands: `file:line`, what stands there, what the code makes; null when they agree.
 * `standing` is null where the file is missing.
 */
export function driftOf(name: string, standing: string | null, made: string): string | null {
  if (standing === null) return `${name}: is missing`;
  if (standing === made) return null;
  const [stands, makes] = [standing.split('\n'), made.split('\n')];
  const longest = Math.max(stands.length, makes.length);
  const at = [...Array(longest).keys()].find((index) => stands[index] !== makes[index]) ?? 0;
  return `${name}:${String(at + 1)}: ${JSON.stringify(stands[at] ?? '')} stands there, the code makes ${JSON.stringify(makes[at] ?? '')}`;
}

/** What a client of the `published` API would miss in `api`, one line each. */
export function breakingChanges(published: string, api: string): string[] {
  return findBreakingChanges(buildSchema(published), buildSchema(api)).map((change) => `${change.type}: ${change.description}`);
}
