import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher, Pool } from 'undici';
import { Deadlines, type Deadline } from './Deadlines';

/** Of an answer. */
export interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export interface HttpAnswer extends Head {
  readonly text: string;
}

export interface HttpQuestion {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Why nothing more of an answer is to be read; null: read it. */
  readonly refuse: (head: Head) => Error | null;
}

const deadlines = new Deadlines();
const OK = 200;
const BYTE_ORDER_MARK = 0xfeff;

/** Posts something small and reads an answer that is needed as a whole: without the streams and signals of a request of any kind. */
export function exchange(pool: Pool, question: HttpQuestion): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { path, headers, body } = question;
    pool.dispatch({ method: 'POST', path, headers, body }, new Exchange(question, resolve, reject));
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private head: Head | null = null;
  private readonly chunks: Buffer[] = [];
  private readonly deadline: Deadline;
  private failure: Error | null = null;

  constructor(
    private readonly question: HttpQuestion,
    private readonly resolve: (answer: HttpAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.deadline = deadlines.set(question.timeoutMs, () => {
      const { timeoutMs } = question;
      this.fail(Object.assign(new Error(`no answer within ${String(timeoutMs)} ms`), { name: 'TimeoutError' }));
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.failure !== null) controller.abort(this.failure);
    this.controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < OK) return;
    this.head = { status, headers };
    const refusal = this.question.refuse(this.head);
    if (refusal !== null) this.fail(refusal);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    deadlines.meet(this.deadline);
    if (this.head !== null) this.resolve({ ...this.head, text: textOf(this.chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    deadlines.meet(this.deadline);
    this.reject(error);
  }

  private fail(error: Error): void {
    deadlines.meet(this.deadline);
    this.failure = error;
    this.reject(error);
    this.controller?.abort(error);
  }
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  const text = (chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)).toString();
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}
