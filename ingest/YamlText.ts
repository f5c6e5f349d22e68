import { isMap, isNode, isScalar, Lexer, LineCounter, parseDocument, visit, type Document } from 'yaml';

export type YamlPath = ReadonlyArray<string | number>;

/** A text in YAML with its lines. What was made of it is let go of after reading, and made again when a line is asked for. */
export class YamlText {
  private parsed: { readonly document: Document; readonly lines: LineCounter } | null = null;

  constructor(private readonly text: string) {}

  /** Where it is no YAML that can be read. */
  errors(): Array<{ line: number; message: string }> {
    const deep = lineTooDeep(this.text);
    if (deep !== null) return [{ line: deep, message: `lists in lists: more than ${String(MOST_NESTED)} levels` }];
    const { document, lines } = this.parse();
    const errors = document.errors.map((error) => ({ offset: error.pos[0], message: error.message }));
    return [...errors, ...keysGivenTwice(document)].map(({ offset, message }) => ({ line: lines.linePos(offset).line, message }));
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
      const document = parseDocument(this.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
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

/** The line where lists and maps stand too deep in one another; null: nowhere. */
function lineTooDeep(text: string): number | null {
  const wide = indicatorsInARow.exec(text) ?? indentation.exec(text);
  if (wide !== null) return text.slice(0, wide.index).split('\n').length;
  let depth = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    else for (const character of token) if (character === '\n') line += 1;
    if (depth > MOST_NESTED) return line;
  }
  return null;
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
