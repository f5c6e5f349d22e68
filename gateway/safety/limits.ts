/** What one operation may be, before anything of it is executed. */
export interface OperationLimits {
  /** Characters of its document. */
  readonly maxCharacters: number;
  readonly maxTokens: number;
  /** Selections within selections. */
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  /** Fields it selects, those of a fragment counted wherever it is spread. */
  readonly maxSelections: number;
  /** Objects and lists within one another in its variables. */
  readonly maxVariableDepth: number;
  /** What it may cost, by the weights and sizes that the schema declares. */
  readonly maxCost: number;
}

/** The operations of schema/operations have at most 1,100 characters, 211 tokens, 10 aliases, 7 levels and 43 fields; a test holds them far below. */
export const defaultLimits: OperationLimits = {
  maxCharacters: 50_000,
  maxTokens: 8000,
  maxDepth: 25,
  maxAliases: 100,
  maxDirectives: 50,
  maxSelections: 800,
  maxVariableDepth: 20,
  maxCost: 100_000,
};

/** Problems of one operation that are told; who sends more has to begin with these. */
export const MAX_PROBLEMS = 10;
const MAX_MESSAGE = 500;

/** Messages quote what was sent, however long it was. */
export function shortened(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)}…`;
}
