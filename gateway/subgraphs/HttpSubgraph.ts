import { Pool } from 'undici';
import { SIGNATURE_HEADER, type SignCall } from '../../shared/identity/signature';
import { SubgraphFailure } from '../errors';
import { isRecord } from '../json';
import { codeOf, reasonOf } from '../thrown';
import { exchange, type Head, type HttpAnswer } from './HttpExchange';
import { readEventStream, type ServerSentEvent } from './eventStream';
import { resuming } from './resuming';
import type { Streamed, Subgraph, SubgraphCall } from './Subgraph';

export interface HttpLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  /** How long a subgraph may be away before a subscription that it answers ends. */
  readonly resumeWithinMs: number;
}

/** A stream shows that it is alive more often than this. */
const SILENCE_MS = 45_000;
const EVENT_STREAM = /^text\/event-stream\b/i;

const JSON_ANSWERS = 'application/json, application/graphql-response+json';
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;
const TOO_SLOW = new Set([
  'TimeoutError',
  'AbortError',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const UNREADABLE = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'HTTPParserError']);
/** Too much to do, or not able to do it now. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A subgraph over HTTP: kept-alive connections, a time limit for each call, no redirects, answers of bounded size. */
export class HttpSubgraph implements Subgraph {
  private readonly pool: Pool;
  /** Each stream has a connection to itself, for as long as it lasts. */
  private readonly streams: Pool;
  private readonly path: string;

  constructor(
    readonly name: string,
    url: string,
    private readonly limits: HttpLimits,
    /** Null: calls are not signed. */
    private readonly sign: SignCall | null = null,
  ) {
    const target = new URL(url);
    this.path = target.pathname + target.search;
    this.pool = new Pool(target.origin, {
      connect: { timeout: limits.timeoutMs },
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
      maxResponseSize: limits.maxAnswerBytes,
    });
    this.streams = new Pool(target.origin, {
      connect: { timeout: limits.timeoutMs },
      headersTimeout: limits.timeoutMs,
      bodyTimeout: SILENCE_MS,
    });
  }

  async call(call: SubgraphCall): Promise<unknown> {
    const body = bodyOf(call);
    const bare = { 'content-type': 'application/json', accept: JSON_ANSWERS, ...call.headers };
    try {
      const headers = this.sign === null ? bare : await this.signed(bare, body);
      const { path, refuse } = this;
      return this.read(await exchange(this.pool, { path, headers, body, timeoutMs: call.timeoutMs ?? this.limits.timeoutMs, refuse }));
    } catch (error) {
      throw this.failure(error);
    }
  }

  subscribe(call: SubgraphCall, signal: AbortSignal): AsyncGenerator<Streamed, void> {
    const after = call.headers['last-event-id'] ?? null;
    const settings = { name: this.name, after, withinMs: this.limits.resumeWithinMs, signal };
    return resuming((lastEventId) => this.stream(call, lastEventId, signal), settings);
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.destroy(), this.streams.destroy()]);
  }

  private async *stream(call: SubgraphCall, lastEventId: string | null, signal: AbortSignal): AsyncGenerator<ServerSentEvent, void> {
    const resume: Record<string, string> = lastEventId === null ? {} : { 'last-event-id': lastEventId };
    try {
      const body = bodyOf(call);
      const answer = await this.streams.request({
        method: 'POST',
        path: this.path,
        headers: await this.signed({ 'content-type': 'application/json', accept: 'text/event-stream', ...call.headers, ...resume }, body),
        body,
        signal,
      });
      const type = String(answer.headers['content-type']);
      if (answer.statusCode === 200 && EVENT_STREAM.test(type)) yield* readEventStream(answer.body, this.limits.maxAnswerBytes);
      else {
        answer.body.on('error', () => undefined).destroy();
        const detail = `HTTP ${String(answer.statusCode)}, content type ${type}, where a stream was asked for`;
        throw new SubgraphFailure(answer.statusCode >= 500 ? 'SUBGRAPH_UNREACHABLE' : 'SUBGRAPH_BAD_RESPONSE', this.name, detail);
      }
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** By its head alone. */
  private readonly refuse = ({ status, headers }: Head): SubgraphFailure | null => {
    const { 'content-type': type, 'www-authenticate': demanded, 'content-length': length = 0 } = headers;
    const redirects = status >= 300 && status < 400;
    if (redirects || typeof type !== 'string' || !JSON_TYPE.test(type))
      return this.unusable(status, `content type ${String(type)}${demanded === undefined ? '' : `, ${JSON.stringify(demanded)}`}`);
    return Number(length) > this.limits.maxAnswerBytes ? this.unreadable(`an answer of ${String(length)} bytes`) : null;
  };

  private read({ status, text }: HttpAnswer): unknown {
    const payload = parsed(text);
    if (payload === undefined) throw this.unusable(status, `broken JSON of ${String(text.length)} characters`);
    if (PASSING.has(status) && !isGraphQL(payload)) throw this.unusable(status, 'no answer of GraphQL');
    return payload;
  }

  private unusable(status: number, detail: string): SubgraphFailure {
    const told = `HTTP ${String(status)}, ${detail}`;
    return PASSING.has(status) ? new SubgraphFailure('SUBGRAPH_UNREACHABLE', this.name, told) : this.unreadable(told);
  }

  private async signed(headers: Record<string, string>, body: string): Promise<Record<string, string>> {
    if (this.sign === null) return headers;
    return { ...headers, [SIGNATURE_HEADER]: await this.sign({ subgraph: this.name, method: 'POST', path: this.path, headers, body }) };
  }

  private unreadable(detail: string): SubgraphFailure {
    return new SubgraphFailure('SUBGRAPH_BAD_RESPONSE', this.name, detail);
  }

  private failure(error: unknown): SubgraphFailure {
    if (error instanceof SubgraphFailure) return error;
    const code = codeOf(error);
    const detail = `${code} ${reasonOf(error)}`;
    if (TOO_SLOW.has(code)) return new SubgraphFailure('SUBGRAPH_TIMEOUT', this.name, detail);
    if (UNREADABLE.has(code)) return this.unreadable(detail);
    return new SubgraphFailure('SUBGRAPH_UNREACHABLE', this.name, detail);
  }
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isGraphQL(payload: unknown): boolean {
  return isRecord(payload) && ('data' in payload || Array.isArray(payload.errors));
}

function bodyOf({ operation, variables }: SubgraphCall): string {
  return `{"query":${operation.json}${variables === undefined ? '' : `,"variables":${JSON.stringify(variables)}`}}`;
}
