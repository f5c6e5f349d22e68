import { problem, type Problem } from '../../../domain/admission/refusals';
import type { PlanFile } from '../../../ingest/plan';

/** A file is read in one piece, and nothing else of this process goes on meanwhile. */
const MOST_BYTES_OF_FILE = 1024 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_FILES = 1000;

/** Whether a plan is small enough to be read at once. */
export function checkSize(files: readonly PlanFile[]): Problem[] {
  if (files.length === 0 || files.length > MOST_FILES)
    return [problem('PLAN_TOO_LARGE/files', ['files'], { value: files.length, limit: MOST_FILES })];
  const sizes = files.map(({ content }) => Buffer.byteLength(content));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return [
    ...files.flatMap(({ path }, index) => {
      const value = sizes[index] ?? 0;
      if (value <= MOST_BYTES_OF_FILE) return [];
      return [problem('PLAN_TOO_LARGE/file', ['files', String(index)], { file: path, value, limit: MOST_BYTES_OF_FILE })];
    }),
    ...(total > MOST_BYTES ? [problem('PLAN_TOO_LARGE/total', ['files'], { value: total, limit: MOST_BYTES })] : []),
  ];
}
