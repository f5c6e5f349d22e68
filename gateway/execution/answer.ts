import { complaintFrom, isPath, SubgraphFailure, type Complaint } from '../errors';
import { isRecord, type JsonObject } from '../json';
import type { Asked } from './Fetch';
import { Hole } from './holes';

/** An answer of a subgraph that can be worked with: holes where it reports errors. */
export interface Answer {
  readonly data: JsonObject;
  readonly errors: readonly ReportedError[];
}

export interface ReportedError {
  readonly complaint: Complaint;
  /** What the subgraph said, for the log. */
  readonly detail: string;
  /** Whether it accounts for a hole. */
  readonly placed: boolean;
}

/** The data of a subgraph that gave none. */
export function holesFor(asked: readonly Asked[], complaintOf: (key: string) => Complaint): JsonObject {
  const data: JsonObject = {};
  for (const { key, asked: inside } of asked) if (key !== undefined) data[key] = new Hole(complaintOf(key), inside);
  return data;
}

/** @throws SubgraphFailure when it is no GraphQL answer. */
export function readAnswer(subgraph: string, payload: unknown, asked: readonly Asked[]): Answer {
  const bad = (detail: string): SubgraphFailure => new SubgraphFailure('SUBGRAPH_BAD_RESPONSE', subgraph, detail);
  if (!isRecord(payload)) throw bad('the answer is no object');
  const { data } = payload;
  const errors = payload.errors ?? [];
  if (!Array.isArray(errors)) throw bad('its errors are no list');
  if (isRecord(data)) {
    const placed = errors.map((error) => reported(subgraph, error, (complaint) => punch(data, pathOf(error) ?? [], complaint)));
    return { data, errors: placed };
  }
  if (data !== null && data !== undefined) throw bad('its data are no object');
  const all = errors.map((error) => reported(subgraph, error, () => true));
  const [first] = all;
  if (first === undefined) throw bad('neither data nor errors');
  const complaintOf = (key: string): Complaint =>
    all[errors.findIndex((error) => pathOf(error)?.[0] === key)]?.complaint ?? first.complaint;
  return { data: holesFor(asked, complaintOf), errors: all };
}

function reported(subgraph: string, error: unknown, place: (complaint: Complaint) => boolean): ReportedError {
  const complaint = complaintFrom(subgraph, error);
  const detail = isRecord(error) ? String(error.message) : 'an error that is no object';
  return { complaint, detail, placed: place(complaint) };
}

function pathOf(error: unknown): (string | number)[] | null {
  return isRecord(error) && isPath(error.path) ? error.path : null;
}

/** Makes a hole of the first null on the way. False when there is none. */
function punch(data: JsonObject, path: readonly (string | number)[], complaint: Complaint): boolean {
  let at: unknown = data;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    const inside = at as Record<string | number, unknown>;
    const next = inside[step];
    if (next instanceof Hole) return true;
    if (next === null) {
      inside[step] = new Hole(complaint);
      return true;
    }
    at = next;
  }
  return false;
}
