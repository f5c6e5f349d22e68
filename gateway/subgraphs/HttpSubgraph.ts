import { Pool } from 'undici';
import { SubgraphFailure } from '../errors';
import { codeOf, reasonOf } from '../thrown';
import type { Subgraph, SubgraphCall } from './Subgraph';

export interface HttpLimits {
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

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
/** The other side closed a connection that was kept alive, just as it was used again. */
const STALE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** A subgraph over HTTP: kept-alive connections, a time limit for each call, no redirects, answers of bounded size. */
export class HttpSubgraph implements Subgraph {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(
    readonly name: string,
    url: string,
    private readonly limits: HttpLimits,
  ) {
    const target = new URL(url);
    this.path = target.pathname + target.search;
    this.pool = new Pool(target.origin, {
      connect: { timeout: limits.timeoutMs },
      headersTimeout: limits.timeoutMs,
      bodyTimeout: limits.timeoutMs,
      maxResponseSize: limits.maxAnswerBytes,
    });
  }

  async call(call: SubgraphCall): Promise<unknown> {
    const signal = AbortSignal.timeout(call.timeoutMs ?? this.limits.timeoutMs);
    const variables = call.variables === undefined ? '' : `,"variables":${JSON.stringify(call.variables)}`;
    const body = `{"query":${call.operation.json}${variables}}`;
    try {
      return await this.post(body, call.headers, signal);
    } catch (error) {
      if (call.operation.mutates || !STALE.has(codeOf(error))) throw this.failure(error);
    }
    try {
      return await this.post(body, call.headers, signal);
    } catch (error) {
      throw this.failure(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async post(body: string, headers: SubgraphCall['headers'], signal: AbortSignal): Promise<unknown> {
    const answer = await this.pool.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/json', accept: 'application/json, application/graphql-response+json', ...headers },
      body,
      signal,
    });
    const type = answer.headers['content-type'];
    const redirects = answer.statusCode >= 300 && answer.statusCode < 400;
    if (redirects || typeof type !== 'string' || !JSON_TYPE.test(type)) {
      answer.body.on('error', () => undefined).destroy();
      throw this.unreadable(`HTTP ${String(answer.statusCode)}, content type ${String(type)}`);
    }
    const text = await answer.body.text();
    try {
      return JSON.parse(text);
    } catch {
      throw this.unreadable(`HTTP ${String(answer.statusCode)}, broken JSON of ${String(text.length)} characters`);
    }
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
