import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { Bookkeeping } from './Bookkeeping';

export interface Writer {
  readonly obligationId: string;
  readonly agencyId: string;
  readonly token: string;
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: ReadonlyArray<{ readonly message: string; readonly extensions?: { readonly code?: string } }>;
}

/** An answer, or what became of the request. */
type Result = { readonly answer: Answer } | { readonly failure: string };

export interface LoadOptions {
  readonly readers: number;
  /** One for each of these. */
  readonly writers: readonly Writer[];
  /** Between an answer and the next question of the same client, in milliseconds. */
  readonly pauseMs: number;
  /** The day for which writers report. */
  readonly day: () => string;
}

const PATIENCE_MS = 60_000;
const AFTER_FAILURE_MS = 50;

const READ = `query Crossing($id: ID!) {
  obligation(id: $id) { title standing version document { number issuer { name } } connections { ends { name owner { name } } blocks { name } } }
}`;
const WRITE = `mutation Report($input: ReportProgressInput!) {
  reportProgress(input: $input) { event { id } userErrors { code message } }
}`;

/** Clients with a connection each that ask and report one request after the other, as fast as they are answered. */
export class Load {
  readonly books = new Bookkeeping();
  private readonly clients: Promise<void>[];
  private stopping = false;
  /** The address is known to be gone, as after SIGTERM: a refused connection is no failure, and the end. */
  private leaving = false;

  constructor(
    private readonly url: string,
    private readonly options: LoadOptions,
  ) {
    const { readers, writers } = options;
    this.clients = [
      ...Array.from({ length: readers }, (_, index) => this.read(writers[index % writers.length] as Writer)),
      ...writers.map((writer) => this.write(writer)),
    ];
  }

  /** From now on a client that cannot connect goes away. */
  expectEnd(): void {
    this.leaving = true;
  }

  /** Ends when every client has its last answer; a write whose answer was lost is sent until it has one. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.clients);
  }

  private async read({ obligationId }: Writer): Promise<void> {
    const client = this.connect();
    const body = JSON.stringify({ query: READ, variables: { id: obligationId } });
    while (!this.stopping) {
      const result = await this.ask(client, 'read', body, null);
      if (result === null) break;
      await sleep('failure' in result ? AFTER_FAILURE_MS : this.options.pauseMs);
    }
    await client.destroy();
  }

  private async write({ obligationId, agencyId, token }: Writer): Promise<void> {
    const client = this.connect();
    for (let number = 1; !this.stopping; number += 1) {
      const note = `${obligationId} ${String(number)}`;
      const input = { idempotencyKey: note, obligationId, agencyId, effectiveOn: this.options.day(), status: 'IN_PROGRESS', note };
      const body = JSON.stringify({ query: WRITE, variables: { input } });
      const eventId = await this.untilAcknowledged(client, body, token);
      if (eventId === null) break;
      this.books.acknowledged.push({ obligationId, eventId, note });
      await sleep(this.options.pauseMs);
    }
    await client.destroy();
  }

  /** Null: the graph has gone. */
  private async untilAcknowledged(client: Client, body: string, token: string): Promise<string | null> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const result = await this.ask(client, 'write', body, token);
      if (result === null) return null;
      if ('answer' in result) {
        const payload = result.answer.data?.reportProgress as { event: { id: string } | null; userErrors: object[] };
        if (payload.event === null) throw new Error(`a report was refused: ${JSON.stringify(payload.userErrors)}`);
        return payload.event.id;
      }
      if (performance.now() > deadline)
        throw new Error(`a report was not accepted within ${String(PATIENCE_MS / 1000)} s: ${result.failure}`);
      await sleep(AFTER_FAILURE_MS);
    }
  }

  /** Null: nobody is there any more, which was to be expected. */
  private async ask(client: Client, kind: 'read' | 'write', body: string, token: string | null): Promise<Result | null> {
    const since = performance.now();
    const result = await this.post(client, body, token);
    if (result === null) return null;
    this.books.note(kind, performance.now() - since, 'failure' in result ? result.failure : null);
    return result;
  }

  private async post(client: Client, body: string, token: string | null): Promise<Result | null> {
    try {
      const { statusCode, body: stream } = await client.request({
        method: 'POST',
        path: new URL(this.url).pathname,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
      });
      return resultOf(statusCode, await stream.text());
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === 'ECONNREFUSED' && this.leaving) return null;
      return { failure: `connection: ${code ?? message}` };
    }
  }

  private connect(): Client {
    return new Client(new URL(this.url).origin, { headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  }
}

function resultOf(status: number, text: string): Result {
  try {
    const answer = JSON.parse(text) as Answer;
    const [first] = answer.errors ?? [];
    if (first !== undefined) return { failure: first.extensions?.code ?? `without code: ${first.message}` };
    return answer.data === undefined || answer.data === null ? { failure: `HTTP ${String(status)} without data` } : { answer };
  } catch {
    return { failure: `HTTP ${String(status)} without JSON` };
  }
}
