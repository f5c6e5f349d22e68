import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { getMetadataStorage, type ClassType } from 'type-graphql';

type Resolve = GraphQLFieldResolver<object, unknown>;
type Method = (...given: unknown[]) => unknown;

/** What type-graphql knows of a parameter of a resolver. */
type Parameter =
  | { readonly index: number; readonly kind: 'root' | 'context' | 'info' }
  | { readonly index: number; readonly kind: 'arg'; readonly name: string }
  | { readonly index: number; readonly kind: 'args'; readonly getType: () => Function };

/** What it knows of a method that resolves a field; `getObjectType` is that of the field, none for those of Query. */
interface Resolving {
  readonly kind?: string;
  readonly target: Function;
  readonly methodName: string;
  readonly schemaName: string;
  readonly params: readonly Parameter[];
  readonly middlewares: readonly unknown[];
  readonly getObjectType?: () => unknown;
}

/**
 * Resolvers that answer at once where their methods do. type-graphql awaits the validation of each argument, although there is none
 * here: with a promise for every name of every item a page takes several times as long. Those without arguments are spared its search
 * for the resolver's object and its parameters.
 */
export function resolversAtOnce(resolvers: readonly Function[]): ReadonlyArray<readonly [type: string, field: string, resolve: Resolve]> {
  const storage = getMetadataStorage();
  const names = new Map(storage.objectTypes.map(({ target, name }) => [target as unknown, name]));
  const found: Resolving[] = [...(storage.queries as unknown as Resolving[]), ...(storage.fieldResolvers as unknown as Resolving[])];
  return found.flatMap((resolving) => {
    const { kind, target, schemaName, params, middlewares, getObjectType } = resolving;
    const own = kind === 'internal' || resolvers.includes(target);
    const type = getObjectType === undefined ? 'Query' : names.get(getObjectType());
    const read = readers(params);
    if (!own || type === undefined || read === null || middlewares.length > 0 || !isMethod(resolving)) return [];
    return [[type, schemaName, kind === 'internal' ? ofRoot(resolving, read) : ofResolver(resolving, read)] as const];
  });
}

/** Not a getter of the object. */
function isMethod({ target, methodName }: Resolving): boolean {
  return typeof Object.getOwnPropertyDescriptor(target.prototype, methodName)?.value === 'function';
}

type Reader = (...given: Parameters<Resolve>) => unknown;

/** In the order of the method's parameters; null: one of them is of a kind that is not known here. */
function readers(params: readonly Parameter[]): Reader[] | null {
  const read = [...params].sort((a, b) => a.index - b.index).map(readerOf);
  return read.includes(null) ? null : (read as Reader[]);
}

function readerOf(parameter: Parameter): Reader | null {
  switch (parameter.kind) {
    case 'root':
      return (root) => root;
    case 'context':
      return (_root, _given, context) => context;
    case 'info':
      return (_root, _given, _context, info) => info;
    case 'arg':
      return (_root, given: Record<string, unknown>) => given[parameter.name];
    case 'args': {
      const prototype = parameter.getType().prototype as object;
      const fields = fieldsOf(parameter.getType());
      return (_root, given: Record<string, unknown>, _context, info) => {
        const args = Object.create(prototype) as Record<string, unknown> & { asked?: (info: GraphQLResolveInfo) => void };
        for (const field of fields) if (given[field] !== undefined) args[field] = given[field];
        args.asked?.(info);
        return args;
      };
    }
    default:
      return null;
  }
}

/** The arguments that a class of arguments and those above it declare. */
function fieldsOf(type: Function | null): string[] {
  if (type === null) return [];
  const own = getMetadataStorage().argumentTypes.find(({ target }) => target === type)?.fields ?? [];
  return [...own.map(({ name }) => name), ...fieldsOf(Object.getPrototypeOf(type) as Function | null)];
}

function ofResolver({ target, methodName }: Resolving, read: readonly Reader[]): Resolve {
  const resolver = new (target as ClassType<Record<string, Method>>)();
  return (...given) => resolver[methodName]?.(...read.map((one) => one(...given)));
}

/** A method of the object itself, which may come as a plain row. */
function ofRoot({ target, methodName }: Resolving, read: readonly Reader[]): Resolve {
  const prototype = target.prototype as Record<string, Method>;
  return (root, ...given) => {
    const object = root instanceof target ? root : Object.assign(Object.create(prototype) as object, root);
    return prototype[methodName]?.apply(
      object,
      read.map((one) => one(object, ...given)),
    );
  };
}
