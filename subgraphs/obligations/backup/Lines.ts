import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { badBackup } from './format';

const NEWLINE = 10;

/** The lines of a compressed backup, each with its end, and a hash over those that were read. */
export class Lines {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly hash = createHash('sha256');
  private rest: Buffer = Buffer.alloc(0);

  constructor(file: Readable) {
    const plain = createGunzip();
    file.on('error', (error) => plain.destroy(error)).pipe(plain);
    this.chunks = plain[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** @throws DomainError BAD_BACKUP when there is none */
  async next(): Promise<Buffer> {
    const line = await this.take();
    this.hash.update(line);
    return line;
  }

  /** @throws DomainError BAD_BACKUP when what was read is not what was written, or more follows */
  async end(): Promise<void> {
    const expected = `end ${this.hash.digest('hex')}\n`;
    if ((await this.take()).toString() !== expected) throw badBackup('its content does not give its hash');
    if (this.rest.length > 0 || (await this.chunk()) !== null) throw badBackup('something follows its end');
  }

  private async take(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (;;) {
      const at = this.rest.indexOf(NEWLINE);
      if (at >= 0) {
        parts.push(this.rest.subarray(0, at + 1));
        this.rest = this.rest.subarray(at + 1);
        return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      }
      parts.push(this.rest);
      const chunk = await this.chunk();
      if (chunk === null) throw badBackup('it ends too early');
      this.rest = chunk;
    }
  }

  private async chunk(): Promise<Buffer | null> {
    try {
      const next = await this.chunks.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      throw badBackup(`it cannot be unpacked (${(error as Error).message})`);
    }
  }
}
