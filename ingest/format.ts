import { isMap, isScalar, isSeq, parseDocument, type Node, visit, Document } from 'yaml';
import { z } from 'zod';
import { fileSchema, type Sort } from './files';

/**
 * The canonical form of a corpus file: keys in the order of the record's shape, empty values left out, block style,
 * short lists of plain values on one line. Text that is no YAML of this sort is refused.
 *
 * @throws Error on broken YAML
 */
export function canonical(sort: Sort, text: string): string {
  const parsed = parseDocument(text);
  if (parsed.errors[0] !== undefined) throw parsed.errors[0];
  const ordered = inShape(fileSchema(sort), parsed.toJS());
  const document = new Document(ordered);
  visit(document, {
    Seq: (_, node) => {
      if (node.items.length > 0 && node.items.every((item) => isFlowItem(item as Node))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, minContentWidth: 0, flowCollectionPadding: false, indentSeq: true, singleQuote: true });
}

function isFlowItem(node: Node): boolean {
  if (isScalar(node))
    return typeof node.value === 'number' || (typeof node.value === 'string' && /^[A-Za-z0-9_.+/đ-]{1,80}$/.test(node.value));
  return isSeq(node) && node.items.every((item) => isScalar(item)) && !isMap(node);
}

/** Keys in the order of the shape; unknown keys last (the check names them); nulls, empty lists and false defaults left out. */
function inShape(schema: z.ZodType, value: unknown): unknown {
  const inner = unwrap(schema);
  if (Array.isArray(value))
    return value.map((item) => (inner instanceof z.ZodArray ? inShape(inner.element as z.ZodType, item) : item) as unknown);
  if (value === null || typeof value !== 'object') return value;
  const shape = inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : {};
  const given = value as Record<string, unknown>;
  const keys = [...Object.keys(shape), ...Object.keys(given).filter((key) => !(key in shape))];
  const entries = keys
    .filter((key) => key in given && !isEmpty(given[key], shape[key]))
    .map((key) => [key, shape[key] === undefined ? given[key] : inShape(shape[key], given[key])] as const);
  return Object.fromEntries(entries);
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType);
  return schema;
}

function isEmpty(value: unknown, schema: z.ZodType | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return value === false && schema instanceof z.ZodDefault;
}
