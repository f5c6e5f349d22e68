import { once } from 'node:events';
import { Client } from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';

const CHUNK = 1 << 16;
/** Of a UTF-16 unit in UTF-8, at most. */
const BYTES = 3;

/** Fills one table with COPY, over a connection of its own. */
export class Copy {
  rows = 0;
  // Rows are written into it one by one: as strings they would live long enough to be copied by the garbage collector.
  private chunk = Buffer.allocUnsafeSlow(CHUNK);
  private held = 0;

  private constructor(
    private readonly client: Client,
    private readonly stream: CopyStreamQuery,
  ) {}

  /** @param columns as COPY takes them; all others keep their default */
  static async into(url: string, table: string, columns: string): Promise<Copy> {
    const client = new Client({ connectionString: url, application_name: 'ketnoi generate' });
    client.on('error', () => undefined); // the stream tells it
    await client.connect();
    const stream = client.query(from(`COPY ${table} (${columns}) FROM STDIN`));
    return new Copy(client, stream);
  }

  add(row: readonly unknown[]): void {
    let line = field(row[0]);
    for (let index = 1; index < row.length; index += 1) line += `\t${field(row[index])}`;
    line += '\n';
    const most = line.length * BYTES;
    if (this.held + most > this.chunk.length) this.send(most);
    this.held += this.chunk.write(line, this.held);
    this.rows += 1;
  }

  /** Waits until the server keeps up. */
  async flow(): Promise<void> {
    if (this.stream.writableNeedDrain) await once(this.stream, 'drain');
  }

  async end(): Promise<void> {
    this.send(0);
    const done = once(this.stream, 'finish');
    this.stream.end();
    await done;
    await this.client.end();
  }

  async abort(): Promise<void> {
    this.stream.destroy();
    await this.client.end().catch(() => undefined);
  }

  /** Hands over what is held, and makes room for so many bytes. */
  private send(room: number): void {
    if (this.held > 0) this.stream.write(this.chunk.subarray(0, this.held));
    this.chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK, room));
    this.held = 0;
  }
}

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function field(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return special.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return field(Array.isArray(value) && !isJson(value) ? arrayLiteral(value) : JSON.stringify(value));
}

function isJson(value: readonly unknown[]): boolean {
  return value.some((item) => typeof item === 'object' && item !== null);
}

function arrayLiteral(items: readonly unknown[]): string {
  return `{${items.map((item) => (typeof item === 'number' ? String(item) : `"${String(item).replaceAll(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}
