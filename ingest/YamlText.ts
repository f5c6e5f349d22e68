import { Composer, isMap, isNode, isScalar, Lexer, LineCounter, Parser, visit, YAMLParseError, type CST, type Document } from 'yaml';

export type YamlPath = ReadonlyArray<string | number>;

/** A text in YAML with its lines. What was made of it is let go of after reading, and made again when a line is asked for. */
export class YamlText {
  private parsed: { readonly document: Document; readonly lines: LineCounter } | null = null;

  constructor(private readonly text: string) {}

  /** Where it is no YAML that can be read. */
  errors(): Array<{ line: number; message: string }> {
    try {
      const { document, lines } = this.parse();
      const errors = document.errors.map((error) => ({ offset: error.pos[0], message: error.message }));
      return [...errors, ...keysGivenTwice(document)].map(({ offset, message }) => ({ line: lines.linePos(offset).line, message }));
    } catch (error) {
      if (error instanceof TooDeep) return [{ line: error.line, message: error.message }];
      throw error;
    }
  }

  /** The plain value of a part, by default of the whole. @throws Error for aliases that multiply */
  value(node?: unknown): unknown {
    const { document } = this.parse();
    if (node === undefined) return document.toJS();
    return isNode(node) ? node.toJS(document) : node;
  }

  /** What stands at `path`: a list or a map as its node, anything else as its value; undefined: nothing. */
  get(path: YamlPath): unknown {
    const { document } = this.parse();
    if (path.length === 0) return document.contents;
    const found: unknown = document.getIn(path, true);
    return isScalar(found) ? found.value : found;
  }

  /** The line of the key that `path` ends in, or of the list item; of the nearest thing above where there is none. */
  line(path: YamlPath): number {
    const { document, lines } = this.parse();
    for (let length = path.length; length >= 0; length -= 1) {
      const steps = path.slice(0, length);
      const holder = length > 0 ? document.getIn(steps.slice(0, -1), true) : null;
      const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === steps.at(-1)) : undefined;
      const node = pair?.key ?? document.getIn(steps, true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  release(): void {
    this.parsed = null;
  }

  private parse(): { readonly document: Document; readonly lines: LineCounter } {
    if (this.parsed !== null) return this.parsed;
    const lines = new LineCounter();
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0; // a text of nothing but errors would cost a trace for each
    try {
      const document = documentOf(this.text, lines);
      return (this.parsed = { document, lines });
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

/** Deeper than any record; the parser calls itself for each level. */
const MOST_NESTED = 50;
const indicatorsInARow = /^.*?(?:[-?:!&]\S*[ \t]+){50}/m;
const indentation = /^[ \t]{200}/m;

class TooDeep extends Error {
  constructor(readonly line: number) {
    super(`lists in lists: more than ${String(MOST_NESTED)} levels`);
  }
}

/** As parseDocument makes it, but refused while it is cut into tokens where lists and maps stand too deep in one another. @throws TooDeep */
function documentOf(text: string, lines: LineCounter): Document {
  const wide = indicatorsInARow.exec(text) ?? indentation.exec(text);
  if (wide !== null) throw new TooDeep(text.slice(0, wide.index).split('\n').length);
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const [document, another] = composer.compose(tokensOf(text, lines), true, text.length);
  if (document === undefined) throw new Error('no document'); // there is always one, if need be an empty one
  if (another !== undefined) {
    const { range } = another;
    document.errors.push(new YAMLParseError([range[0], range[1]], 'MULTIPLE_DOCS', 'Source contains multiple documents'));
  }
  return document;
}

function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let depth = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') depth += 1;
    else if (lexeme === ']' || lexeme === '}') depth = Math.max(0, depth - 1);
    if (depth > MOST_NESTED) throw new TooDeep(text.slice(0, parser.offset).split('\n').length);
    yield* parser.next(lexeme);
  }
  yield* parser.end();
}

/** Told as the parser tells it, which compares every key of a map with every other. */
function keysGivenTwice(document: Document): Array<{ offset: number; message: string }> {
  const found: Array<{ offset: number; message: string }> = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) found.push({ offset: (isNode(key) && key.range?.[0]) || 0, message: 'Map keys must be unique' });
        seen.add(name);
      }
    },
  });
  return found;
}
