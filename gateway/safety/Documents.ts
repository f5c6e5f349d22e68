import { GraphQLError, parse, print, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { MAX_PROBLEMS, shortened, type OperationLimits } from './limits';
import { LimitError } from './refusals';
import { asksForSchema, checkShape } from './shape';
import { isCleanText } from './text';
import { sha256, type TrustedDocuments } from './TrustedDocuments';

/** A document that may be executed, or why it may not. */
export type Checked = { readonly document: DocumentNode } | { readonly refusals: readonly GraphQLError[] };

const MOST_KEPT = 1000;
const MOST_CHARACTERS_KEPT = 2_000_000;
const MOST_LOCATIONS = 3;
const TOO_MANY_TOKENS = /more tha[nt] \d+ tokens/;

/** Reads documents, each once as long as it is remembered: cheap checks first, so that nothing hostile reaches the dear ones. */
export class Documents {
  private readonly known = new LRUCache<string, Checked>({ max: MOST_KEPT, maxSize: MOST_CHARACTERS_KEPT });
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: OperationLimits,
    private readonly trusted: TrustedDocuments,
    private readonly production: boolean,
  ) {}

  /** @param hash SHA-256 of the text, in hexadecimal digits */
  read(text: string, hash = sha256(text)): Checked {
    let checked = this.known.get(hash);
    if (checked === undefined) {
      checked = this.check(text, hash);
      this.known.set(hash, checked, { size: 1 + Math.min(text.length, this.limits.maxCharacters) });
    }
    return checked;
  }

  /** What was read lately. */
  recall(hash: string): Checked | undefined {
    return this.known.get(hash);
  }

  private check(text: string, hash: string): Checked {
    try {
      const document = this.parse(text);
      if (!this.trusted.allows(hash, () => sha256(print(document))))
        throw new LimitError('DOCUMENT_NOT_TRUSTED', 'only registered operations are answered here; send the documentId of one');
      checkShape(this.schema, document, this.limits);
      if (this.production && asksForSchema(document))
        throw new LimitError('INTROSPECTION_DISABLED', 'the schema is not told here; it is published with the project');
      const errors = validate(this.schema, document, specifiedRules, { maxErrors: MAX_PROBLEMS, hideSuggestions: this.production });
      return errors.length === 0 ? { document } : { refusals: errors.map((error) => coded('GRAPHQL_VALIDATION_FAILED', error)) };
    } catch (error) {
      if (error instanceof GraphQLError) return { refusals: [error] };
      // Recursion of the parser or of a rule, deeper than the stack
      if (error instanceof RangeError) return { refusals: [new LimitError('OPERATION_TOO_DEEP', 'the operation is nested too deeply')] };
      throw error;
    }
  }

  private parse(text: string): DocumentNode {
    const { maxCharacters, maxTokens } = this.limits;
    if (text.length > maxCharacters)
      throw new LimitError('OPERATION_TOO_LARGE', `an operation has at most ${String(maxCharacters)} characters`, 413);
    if (!isCleanText(text)) throw new LimitError('BAD_CHARACTERS', 'the operation has a NUL or half of a surrogate pair');
    try {
      return parse(text, { maxTokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (TOO_MANY_TOKENS.test(error.message))
        throw new LimitError('OPERATION_TOO_LARGE', `an operation has at most ${String(maxTokens)} tokens`, 413);
      throw coded('GRAPHQL_PARSE_FAILED', error);
    }
  }
}

function coded(code: string, { message, nodes, source, positions }: GraphQLError): GraphQLError {
  const places = { nodes: nodes?.slice(0, MOST_LOCATIONS), positions: positions?.slice(0, MOST_LOCATIONS), source };
  return new GraphQLError(shortened(message), { ...places, extensions: { code } });
}
