import type { Telemetry } from '../../shared/telemetry/Telemetry';
import { SubgraphFailure } from '../errors';
import type { Streamed, Subgraph, SubgraphCall } from '../subgraphs/Subgraph';

/** A subgraph each call of which is measured, and a span of the trace it belongs to. */
class WatchedSubgraph implements Subgraph {
  readonly name: string;
  private readonly spanName: string;
  private readonly part: string;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly telemetry: Telemetry,
  ) {
    this.name = subgraph.name;
    this.part = subgraph.name.toLowerCase();
    this.spanName = `fetch ${this.part}`;
  }

  async call(call: SubgraphCall): Promise<unknown> {
    const work = this.telemetry.within(call.headers.traceparent, this.spanName, 'CLIENT');
    const begun = performance.now();
    let error: string | undefined;
    try {
      return await this.subgraph.call(
        work === null ? call : { ...call, headers: { ...call.headers, traceparent: work.traceparent as string } },
      );
    } catch (thrown) {
      error = thrown instanceof SubgraphFailure ? thrown.code : 'INTERNAL';
      throw thrown;
    } finally {
      const attributes: Record<string, string> = { 'ketnoi.subgraph': this.part };
      if (error !== undefined) attributes['error.type'] = error;
      this.telemetry.subgraphCallDuration.record((performance.now() - begun) / 1000, attributes);
      work?.end({ ...attributes, 'graphql.operation.type': call.operation.mutates ? 'mutation' : 'query' }, error);
    }
  }

  /** A stream lasts longer than a trace. */
  subscribe(call: SubgraphCall, signal: AbortSignal): AsyncGenerator<Streamed, void> {
    return this.subgraph.subscribe({ ...call, headers: untraced(call.headers) }, signal);
  }

  close(): Promise<void> {
    return this.subgraph.close();
  }
}

export function watchSubgraphs(subgraphs: Map<string, Subgraph>, telemetry: Telemetry | null | undefined): Map<string, Subgraph> {
  if (telemetry === null || telemetry === undefined) return subgraphs;
  return new Map([...subgraphs].map(([name, subgraph]) => [name, new WatchedSubgraph(subgraph, telemetry)]));
}

export function untraced(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'traceparent'));
}
