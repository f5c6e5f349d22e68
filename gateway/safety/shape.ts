import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  GraphQLError,
  Kind,
  MaxIntrospectionDepthRule,
  validate,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { OperationLimits } from './limits';
import { LimitError, type LimitCode } from './refusals';
import { countSelections } from './selections';
import { isCleanText } from './text';

/** Sets the prototype of what is written under it. GraphQL reserves all names that begin so. */
const RESERVED = '__proto__';
/** Whether fields of one name can be merged is looked at pair by pair. */
const MOST_OF_ONE_NAME = 100;

/**
 * Why a document is not even to be validated: its size alone would make validating, planning or answering it dear.
 * @throws GraphQLError
 */
export function checkShape(schema: GraphQLSchema, document: DocumentNode, limits: OperationLimits): void {
  const { maxDepth, maxAliases, maxDirectives, maxSelections } = limits;
  if (countSelections(document) > maxSelections)
    throw new LimitError('TOO_MANY_FIELDS', `the operation has more than ${String(maxSelections)} fields`);
  checkWords(document, maxDepth);
  const rules = [
    [
      'OPERATION_TOO_DEEP',
      `more than ${String(maxDepth)} levels of selections`,
      maxDepthRule({ n: maxDepth, flattenFragments: true, ignoreIntrospection: false }),
    ],
    ['TOO_MANY_ALIASES', `more than ${String(maxAliases)} aliases`, maxAliasesRule({ n: maxAliases, allowList: [] })],
    ['TOO_MANY_DIRECTIVES', `more than ${String(maxDirectives)} directives`, maxDirectivesRule({ n: maxDirectives })],
  ] as const;
  for (const [code, excess, rule] of rules) within(code, excess, () => validate(schema, document, [rule]));
  if (validate(schema, document, [MaxIntrospectionDepthRule], { maxErrors: 1 }).length > 0)
    throw new LimitError('OPERATION_TOO_DEEP', 'the schema is asked for in circles; ask for each type once');
}

/** The rules throw when their limit is passed. */
function within(code: LimitCode, excess: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (error instanceof GraphQLError) throw new LimitError(code, `the operation has ${excess}`);
    throw error;
  }
}

function checkWords(document: DocumentNode, maxDepth: number): void {
  let depth = 0;
  const inside = {
    enter: () => {
      depth += 1;
      if (depth > maxDepth) throw new LimitError('OPERATION_TOO_DEEP', `a value of the operation has more than ${String(maxDepth)} levels`);
    },
    leave: () => {
      depth -= 1;
    },
  };
  visit(document, {
    [Kind.NAME]: ({ value }) => {
      if (value === RESERVED) throw new LimitError('RESERVED_NAME', `nothing may be called ${RESERVED}`);
    },
    [Kind.STRING]: ({ value }) => {
      if (!isCleanText(value)) throw new LimitError('BAD_CHARACTERS', 'a text of the operation has a NUL or half of a surrogate pair');
    },
    [Kind.LIST]: inside,
    [Kind.OBJECT]: inside,
    [Kind.SELECTION_SET]: checkRepeats,
  });
}

function checkRepeats({ selections }: SelectionSetNode): void {
  if (selections.length <= MOST_OF_ONE_NAME) return;
  const counts = new Map<string, number>();
  for (const selection of selections) {
    const name = selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : '';
    const count = (counts.get(name) ?? 0) + 1;
    if (count > MOST_OF_ONE_NAME)
      throw new LimitError('TOO_MANY_FIELDS', `the operation selects more than ${String(MOST_OF_ONE_NAME)} times under one name`);
    counts.set(name, count);
  }
}

const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Whether anything of it asks for the schema. */
export function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      asks ||= INTROSPECTION.has(name.value);
    },
  });
  return asks;
}
