import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Corpus } from '../../ingest/corpus';
import type { Nation } from './Nation';
import { writeShard, type Shard } from './shard';
import type { Size } from './size';

/** What a thread is given. */
export interface Task {
  readonly shard: Shard;
  readonly size: Size;
  readonly base: Corpus;
}

/** Most of what is made for a row is garbage when the next one comes; a young generation that holds many rows seldom copies any. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** Threads that write the plans of a nation; begun early, for each makes the nation for itself first. */
export class Writers {
  private readonly threads: Worker[];
  private readonly ended: Array<Promise<void>>;

  /** @param threads 0: the main one writes */
  constructor(
    private readonly nation: Nation,
    private readonly store: Pick<Shard, 'url' | 'schema'>,
    threads: number,
    private readonly signal: AbortSignal,
  ) {
    const { size, base } = nation;
    const file = join(__dirname, `worker${extname(__filename)}`);
    this.threads = Array.from({ length: threads }, (_, number) => {
      const task: Task = { shard: { ...store, number, of: threads }, size, base };
      return new Worker(file, { workerData: task, resourceLimits });
    });
    this.ended = this.threads.map((thread) => this.endOf(thread));
    signal.addEventListener('abort', this.stop);
  }

  readonly stop = (): void => {
    this.signal.removeEventListener('abort', this.stop);
    for (const thread of this.threads) void thread.terminate();
  };

  /** Writes all plans; `onRows` is told how many rows have been sent in all, and how many there were at the end is answered. */
  async write(onRows: (rows: number) => void): Promise<number> {
    const sent = new Array<number>(Math.max(1, this.threads.length)).fill(0);
    const all = () => sent.reduce((sum, rows) => sum + rows, 0);
    const told = (number: number) => (rows: number) => {
      sent[number] = rows;
      onRows(all());
    };
    if (this.threads.length === 0) await writeShard(this.nation, { ...this.store, number: 0, of: 1 }, told(0));
    for (const [number, thread] of this.threads.entries()) {
      thread.on('message', told(number));
      thread.postMessage('begin');
    }
    await Promise.all(this.ended);
    return all();
  }

  private async endOf(thread: Worker): Promise<void> {
    const end = new Promise<void>((resolve, reject) => {
      thread.on('error', reject);
      thread.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(this.signal.aborted ? 'interrupted' : `a writing thread ended with ${String(code)}`));
      });
    });
    end.catch(() => undefined); // told by write()
    return end;
  }
}
