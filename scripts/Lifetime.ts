import cluster from 'node:cluster';
import { Failure, reasonOf } from './failure';

const STOP_LIMIT_MS = 30_000;
const PARENT_CHECK_MS = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Undo = () => Promise<unknown> | undefined;

/** From the start of a program to its end: what has to be undone, and what can end it. */
export class Lifetime {
  private readonly undos: Undo[] = [];
  private readonly ending = new AbortController();
  private exit: Promise<void> | null = null;
  private ready = false;
  private parent: number | null = null;
  private interrupted = false;

  /** Aborted as soon as the program is to end. */
  readonly signal = this.ending.signal;

  /** `undo` runs at the end, the last one given first. Runs at once when the end has begun. */
  async onEnd(undo: Undo): Promise<void> {
    if (this.signal.aborted) await undo();
    else this.undos.push(undo);
  }

  /** From here on Ctrl-C is the ordinary end. */
  markReady(): void {
    this.ready = true;
  }

  /** Undoes everything, once, and ends the process. */
  end(code: number): Promise<void> {
    this.exit ??= this.unwind(code);
    return this.exit;
  }

  async fail(error: unknown): Promise<void> {
    if (this.signal.aborted) return;
    console.error(error instanceof Failure ? `ketnoi: ${error.message}` : error);
    await this.end(1);
  }

  /** Ctrl-C and its like. A second one changes nothing: npm passes on what the terminal has already sent. */
  listen(): void {
    for (const name of signals) {
      process.on(name, () => {
        if (cluster.isWorker && name !== 'SIGTERM') return; // the terminal's; the starting process ends its replicas in order
        if (!this.signal.aborted && process.channel === undefined)
          console.error(this.ready ? 'ketnoi: stopping' : `ketnoi: interrupted by ${name}, stopping`);
        this.interrupted ||= name === 'SIGINT';
        void this.end(this.ready ? 0 : 130);
      });
    }
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (error) => void this.fail(error));
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // its reader is gone
  }

  /** Ended from a keyboard, where nobody waits for clients to leave. */
  get byHand(): boolean {
    return this.interrupted;
  }

  /** The process whose end is ours. */
  get follows(): number | null {
    return this.parent;
  }

  /** Ends when the process that started this one is gone, for one that was killed cannot pass that on. */
  followParent(): void {
    const parent = process.ppid;
    this.parent = parent;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      void this.fail(new Failure(`the process that started this one (${String(parent)}) is gone; stopping`));
    }, PARENT_CHECK_MS);
    timer.unref();
    if (process.channel !== undefined)
      process.once('disconnect', () => void this.fail(new Failure('the starting process is gone; stopping')));
  }

  private async unwind(code: number): Promise<void> {
    this.ending.abort();
    const limit = setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    for (const undo of this.undos.reverse()) {
      try {
        await undo();
      } catch (error) {
        console.error(`ketnoi: while stopping: ${reasonOf(error)}`);
      }
    }
    clearTimeout(limit);
    process.exit(code);
  }
}

/** Runs a program of the terminal. It ends when `main` calls `life.end`, fails, or is interrupted. */
export async function runProgram(main: (life: Lifetime) => Promise<void>): Promise<void> {
  const life = new Lifetime();
  life.listen();
  try {
    await main(life);
  } catch (error) {
    await life.fail(error);
  }
}
