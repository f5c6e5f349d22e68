import type { Complaint } from '../errors';
import { isRecord, type JsonObject } from '../json';
import type { Asked } from './Fetch';

/** Stands where a subgraph failed to give a value. What is put together from several answers may still fill it. */
export class Hole {
  constructor(
    readonly complaint: Complaint,
    /** What was asked for there; null for a leaf, and where it is no longer of use. */
    readonly asked: readonly Asked[] | null = null,
  ) {}
}

/** Which types belong to which abstract types. */
export interface Types {
  isA(typename: string, condition: string): boolean;
}

/** Puts into `target` what nobody gave of what was asked for: null, or a hole with its complaint. */
export function fillAbsent(target: JsonObject, asked: readonly Asked[], complaint: Complaint | null, types: Types): void {
  const typename = target.__typename;
  for (const one of asked) {
    if (one.on !== undefined) {
      if (one.on === null || typeof typename !== 'string' || types.isA(typename, one.on)) fillAbsent(target, one.asked, complaint, types);
    } else if (one.key !== '__typename') {
      const present = target[one.key];
      if (present === undefined) target[one.key] = complaint === null ? null : new Hole(complaint, one.asked);
      else if (complaint !== null && one.asked !== null) fillInside(present, one.asked, complaint, types);
    }
  }
}

function fillInside(value: unknown, asked: readonly Asked[], complaint: Complaint, types: Types): void {
  if (value instanceof Hole) return;
  if (Array.isArray(value)) for (const item of value) fillInside(item, asked, complaint, types);
  else if (isRecord(value)) fillAbsent(value, asked, complaint, types);
}

/** Adds to `target` what another answer says of the same object, all but the key `except`. Values fill holes; holes replace nothing. */
export function mergeInto(target: JsonObject, source: JsonObject, types: Types, except?: string): void {
  for (const key of Object.keys(source)) {
    if (key !== '__proto__' && key !== except) target[key] = merged(target[key], source[key], types);
  }
}

function merged(present: unknown, given: unknown, types: Types): unknown {
  if (present === undefined) return given;
  if (given === undefined) return present;
  if (given instanceof Hole) {
    if (given.asked !== null) fillInside(present, given.asked, given.complaint, types);
    return present;
  }
  if (present instanceof Hole) {
    if (present.asked !== null) fillInside(given, present.asked, present.complaint, types);
    return given;
  }
  if (isRecord(present) && isRecord(given)) {
    mergeInto(present, given, types);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(given) && present.length === given.length) {
    return present.map((item, index) => merged(item, given[index], types));
  }
  return given;
}

/** A copy of what one answer says, for a second object it is about. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isRecord(value) || value instanceof Hole) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') copy[key] = copyOf(value[key]);
  return copy;
}
