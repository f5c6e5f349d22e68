import { z } from 'zod';
import { dependencyKinds } from '../domain/dependencies';
import { id, list, optionalId, provenance, reference } from './records';

/** Duties that need another one first, where no rule finds it: read by hand. */
export const dependencyRecord = z.strictObject({
  id,
  kind: z.enum(dependencyKinds),
  on: reference,
  of: list(reference),
  ofConnectionsWith: optionalId,
  implied: z.boolean(),
  ...provenance,
});
export type DependencyRecord = z.infer<typeof dependencyRecord>;
