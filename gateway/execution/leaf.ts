import type { GraphQLEnumType } from 'graphql';

/** The value as clients get it; undefined when it is none of its type. */
export type LeafReader = (raw: unknown) => unknown;

const INT_LIMIT = 2 ** 31;

const scalars: Readonly<Record<string, LeafReader>> = {
  String: (raw) => (typeof raw === 'string' ? raw : undefined),
  Boolean: (raw) => (typeof raw === 'boolean' ? raw : undefined),
  Float: (raw) => (typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined),
  Int: (raw) => (typeof raw === 'number' && Number.isInteger(raw) && raw >= -INT_LIMIT && raw < INT_LIMIT ? raw : undefined),
  ID: (raw) => (typeof raw === 'string' ? raw : typeof raw === 'number' && Number.isInteger(raw) ? String(raw) : undefined),
};

/** How a leaf is checked. The values of a custom scalar are known only to the subgraph that has it. */
export function leafReader(name: string, enumeration: GraphQLEnumType | null): LeafReader {
  if (enumeration === null) return scalars[name] ?? ((raw) => raw);
  const values = new Set(enumeration.getValues().map((value) => value.name));
  return (raw) => (typeof raw === 'string' && values.has(raw) ? raw : undefined);
}
