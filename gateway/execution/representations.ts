import type { FlattenNodePathSegment, RequiresSelection } from '@graphql-hive/router-query-planner';
import { isRecord, type JsonObject } from '../json';
import { Hole, type Types } from './holes';

export type Path = readonly FlattenNodePathSegment[];

/** The objects a fetch adds to, found in the data along the plan's path. */
export function objectsAt(value: unknown, path: Path, types: Types, found: JsonObject[] = []): JsonObject[] {
  if (Array.isArray(value)) {
    const rest = path[0] === '@' ? path.slice(1) : path;
    for (const item of value) objectsAt(item, rest, types, found);
    return found;
  }
  if (!isRecord(value) || value instanceof Hole) return found;
  const [step, ...rest] = path;
  if (step === undefined) found.push(value);
  else if (step !== '@') {
    if ('Field' in step) objectsAt(value[step.Field], rest, types, found);
    else if (isOneOf(value.__typename, step.TypeCondition, types)) objectsAt(value, rest, types, found);
  }
  return found;
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
