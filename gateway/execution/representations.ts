import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { isRecord, type JsonObject } from '../json';
import { Hole, type Types } from './holes';

export type Path = readonly FlattenNodePathSegment[];

/** The objects a fetch adds to, found in the data along the plan's path. */
export function objectsAt(value: unknown, path: Path, types: Types): JsonObject[] {
  const found: JsonObject[] = [];
  collect(value, path, 0, types, found);
  return found;
}

/** `at` is how much of the path lies behind. */
function collect(value: unknown, path: Path, at: number, types: Types, found: JsonObject[]): void {
  const step = path[at];
  if (Array.isArray(value)) {
    for (const item of value) collect(item, path, step === '@' ? at + 1 : at, types, found);
    return;
  }
  if (!isRecord(value) || value instanceof Hole) return;
  if (step === undefined) found.push(value);
  else if (step !== '@') {
    if ('Field' in step) collect(value[step.Field], path, at + 1, types, found);
    else if (isOneOf(value.__typename, step.TypeCondition, types)) collect(value, path, at + 1, types, found);
  }
}

/** An object without a type name is taken for one of the type the path expects. */
function isOneOf(typename: unknown, conditions: readonly string[], types: Types): boolean {
  return typeof typename !== 'string' || conditions.some((condition) => types.isA(typename, condition));
}

/**
 * What a subgraph has to know of an object to find it.
 * Null when too little is known, for a key is null; a hole when something failed that this needs.
 */
export function representationOf(object: JsonObject, requires: readonly RequiresSelection[], types: Types): JsonObject | Hole | null {
  const wanted: JsonObject = {};
  for (const one of requires) {
    if (one.kind === 'Field') {
      const value = required(object[one.name] ?? object[one.alias ?? one.name], one.selections, types);
      if (value instanceof Hole) return value;
      if (value !== null && value !== undefined) wanted[one.alias ?? one.name] = value;
    } else if (one.kind === 'InlineFragment' && typeof object.__typename === 'string' && types.isA(object.__typename, one.typeCondition)) {
      const more = representationOf(object, one.selections, types);
      if (more instanceof Hole) return more;
      if (more !== null) Object.assign(wanted, more);
    }
  }
  const keys = Object.keys(wanted);
  return keys.length === 0 || (keys.length === 1 && keys[0] === '__typename') ? null : wanted;
}

function required(value: unknown, selections: readonly RequiresSelection[] | undefined, types: Types): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => required(item, selections, types));
    return items.find((item) => item instanceof Hole) ?? items;
  }
  if (selections === undefined || value instanceof Hole || !isRecord(value)) return value;
  return representationOf(value, selections, types);
}
