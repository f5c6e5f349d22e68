import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, Failure, reasonOf } from './failure';
import { birthOf, isAlive } from './processes';

interface Identity {
  readonly pid: number;
  /** Tells the process from a later one with the same id. */
  readonly birth: string | null;
}

/** The process that has a data folder to itself. */
export interface Occupant extends Identity {
  /** Where its graph answers; null while it starts, or when it serves none. */
  readonly url: string | null;
  /** Port of the embedded PostgreSQL, if it runs one. */
  readonly databasePort: number | null;
  /** It is stopping. */
  readonly leaving: boolean;
  /** It stops when this process is gone; null: when it is told to. */
  readonly follows: Identity | null;
}

const FILE = 'running.json';
/** A file this young and still empty is being written by its owner. */
const WRITING_MS = 5000;
/** How long one that is stopping may take. */
const LEAVING_MS = 30_000;

/** The folder that keeps the embedded server's data, one process at a time. */
export class DataDirectory {
  readonly path: string;
  private readonly file: string;
  private state: Omit<Occupant, 'pid' | 'birth'> = { url: null, databasePort: null, leaving: false, follows: null };

  constructor(path: string) {
    this.path = resolve(path);
    this.file = join(this.path, FILE);
  }

  /** Makes the folder if need be. @throws Failure when it cannot be written. */
  prepare(): void {
    const probe = join(this.path, `.probe-${String(process.pid)}`);
    try {
      makeFolder(this.path);
      writeFileSync(probe, '');
      rmSync(probe);
    } catch (error) {
      throw new Failure(
        `the data folder ${this.path} cannot be written (${reasonOf(error)}); make it writable, or name another: KETNOI_DATA=<folder>`,
      );
    }
  }

  /**
   * Takes the folder for this process; waits for one that is on its way out.
   * @param follows this process ends when that one does
   * @throws Failure naming the process that has it
   */
  async claim(follows: number | null = null): Promise<void> {
    this.prepare();
    this.state = { ...this.state, follows: follows === null ? null : { pid: follows, birth: birthOf(follows) } };
    const deadline = Date.now() + LEAVING_MS;
    while (!this.tryClaim()) {
      const found = this.occupant();
      if (found === null) this.removeStale();
      else if (Date.now() > deadline || !isLeaving(found)) this.refuseIfOccupied();
      await sleep(20);
    }
  }

  /** Tells others where to find what this process serves, or that it stops. */
  announce(news: Partial<Pick<Occupant, 'url' | 'databasePort' | 'leaving'>>): void {
    this.state = { ...this.state, ...news };
    const fresh = `${this.file}.${String(process.pid)}`;
    writeFileSync(fresh, this.describe(), { mode: 0o600 });
    renameSync(fresh, this.file);
  }

  release(): void {
    if (this.read()?.pid === process.pid) rmSync(this.file, { force: true });
  }

  /** The living process that has the folder, if any. */
  occupant(): Occupant | null {
    const found = this.read();
    return found !== null && lives(found) ? found : null;
  }

  /** @throws Failure when a living process has the folder. */
  refuseIfOccupied(): void {
    const found = this.occupant();
    if (found === null) return;
    const what = found.url === null ? 'is in use' : `serves a graph at ${found.url}`;
    throw new Failure(
      `the data folder ${this.path} ${what} (process ${String(found.pid)}); stop that process first, or take another folder and port: ` +
        'KETNOI_DATA=<folder> npm start -- --port <port>',
    );
  }

  private tryClaim(): boolean {
    try {
      const handle = openSync(this.file, 'wx', 0o600);
      writeSync(handle, this.describe());
      closeSync(handle);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** Moves the file of a dead process away; if another starter was faster and the file is already its own, puts it back. */
  private removeStale(): void {
    const stale = this.read();
    const aside = `${this.file}.stale-${String(process.pid)}`;
    try {
      if (stale === null && Date.now() - statSync(this.file).mtimeMs < WRITING_MS) return;
      renameSync(this.file, aside);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    const moved = parse(readFileSync(aside, 'utf8'));
    if (moved !== null && moved.pid !== stale?.pid) renameSync(aside, this.file);
    else rmSync(aside, { force: true });
  }

  private describe(): string {
    const occupant: Occupant = { pid: process.pid, birth: birthOf(process.pid), ...this.state };
    return `${JSON.stringify(occupant)}\n`;
  }

  private read(): Occupant | null {
    try {
      return parse(readFileSync(this.file, 'utf8'));
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
      throw error;
    }
  }
}

/** Step by step: Node's own recursive way never returns where a parent takes no folders (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw new Error('it is a file');
  }
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function lives({ pid, birth }: Identity): boolean {
  if (!isAlive(pid)) return false;
  const seen = birthOf(pid);
  return seen === null || birth === null || seen === birth;
}

function isLeaving(found: Occupant): boolean {
  return found.leaving || (found.follows !== null && !lives(found.follows));
}

function parse(text: string): Occupant | null {
  try {
    return JSON.parse(text) as Occupant;
  } catch {
    return null;
  }
}
