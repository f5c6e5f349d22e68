/** One message of a stream of Server-Sent Events; one without a name only tells the id. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** Null when the message has none. */
  readonly id: string | null;
}

/** @throws Error for a message longer than `limit` characters */
export async function* readEventStream(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<ServerSentEvent, void> {
  const decoder = new TextDecoder();
  let rest = '';
  let block: string[] = [];
  let size = 0;
  for await (const chunk of body) {
    // A carriage return at the very end may be half of a line's end.
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        block.push(line);
        size += line.length;
        continue;
      }
      const event = eventOf(block);
      block = [];
      size = 0;
      if (event !== null) yield event;
    }
    if (size + rest.length > limit) throw new Error(`a message of more than ${String(limit)} characters`);
  }
}

/** Null for one that only shows the stream is alive. */
function eventOf(lines: readonly string[]): ServerSentEvent | null {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'data' && fields.has('data')) fields.set('data', `${fields.get('data') ?? ''}\n${value}`);
    else if (name !== '') fields.set(name, value);
  }
  const id = fields.get('id') ?? null;
  if (id === null && !fields.has('event') && !fields.has('data')) return null;
  return { event: fields.get('event') ?? (fields.has('data') ? 'message' : ''), data: fields.get('data') ?? '', id };
}
