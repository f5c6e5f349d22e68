import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { isRecord, type JsonObject } from '../json';
import { Hole, type Types } from './holes';

type RewritePath = readonly FetchNodePathSegment[];
type Change = (object: JsonObject, key: string) => void;

/** Changes `data` as a plan says: keys get their own names back, type names become those a subgraph knows. */
export function rewrite(data: unknown, rewrites: readonly FetchRewrite[] | undefined, types: Types): void {
  for (const one of rewrites ?? []) apply(data, pathOf(one), one, types);
}

/** The same for one entity of an answer; the path may begin at the answer's root. */
export function rewriteEntity(entity: JsonObject, rewrites: readonly FetchRewrite[] | undefined, types: Types): void {
  for (const one of rewrites ?? []) {
    const path = pathOf(one);
    const fromRoot = path[0] !== undefined && 'Key' in path[0] && /^(_entities|_e\d+)$/.test(path[0].Key);
    apply(entity, fromRoot ? path.slice(1) : path, one, types);
  }
}

function pathOf(one: FetchRewrite): RewritePath {
  if ('KeyRenamer' in one) return one.KeyRenamer.path;
  return 'ValueSetter' in one ? one.ValueSetter.path : one.path;
}

function apply(data: unknown, path: RewritePath, one: FetchRewrite, types: Types): void {
  if ('KeyRenamer' in one)
    atEnd(data, path, types, (object, key) => {
      renameKey(object, key, one.KeyRenamer.renameKeyTo);
    });
  else {
    const { setValueTo } = 'ValueSetter' in one ? one.ValueSetter : one;
    atEnd(data, path, types, (object, key) => {
      object[key] = setValueTo;
    });
  }
}

function renameKey(object: JsonObject, from: string, to: string): void {
  if (object[from] === undefined) return;
  object[to] = object[from];
  Reflect.deleteProperty(object, from);
}

function atEnd(value: unknown, path: RewritePath, types: Types, change: Change): void {
  if (Array.isArray(value)) {
    for (const item of value) atEnd(item, path, types, change);
    return;
  }
  const [step, ...rest] = path;
  if (!isRecord(value) || value instanceof Hole || step === undefined) return;
  if ('TypenameEquals' in step) {
    const typename = value.__typename;
    const fits = typeof typename !== 'string' || step.TypenameEquals.some((condition) => types.isA(typename, condition));
    if (fits) atEnd(value, rest, types, change);
  } else if (rest.length === 0) change(value, step.Key);
  else atEnd(value[step.Key], rest, types, change);
}
