import type { Series } from '../../shared/telemetry/Distribution';
import type { Telemetry, Work } from '../../shared/telemetry/Telemetry';
import { SubgraphFailure } from '../errors';
import type { Streamed, Subgraph, SubgraphCall } from '../subgraphs/Subgraph';

/** A subgraph each call of which is measured, and a span of the trace it belongs to. */
class WatchedSubgraph implements Subgraph {
  readonly name: string;
  private readonly spanName: string;
  private readonly answered: Series;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly telemetry: Telemetry,
  ) {
    this.name = subgraph.name;
    const part = subgraph.name.toLowerCase();
    this.answered = telemetry.subgraphCallDuration.under({ 'ketnoi.subgraph': part });
    this.spanName = `fetch ${part}`;
  }

  call(call: SubgraphCall): Promise<unknown> {
    const work = this.telemetry.within(call.headers.traceparent, this.spanName, 'CLIENT');
    const begun = performance.now();
    const answer = this.subgraph.call(work === null ? call : { ...call, headers: { ...call.headers, traceparent: work.traceparent } });
    answer.then(
      () => {
        this.ended(begun, call, work);
      },
      (thrown: unknown) => {
        this.ended(begun, call, work, thrown instanceof SubgraphFailure ? thrown.code : 'INTERNAL');
      },
    );
    return answer;
  }

  private ended(begun: number, { operation }: SubgraphCall, work: Work | null, error?: string): void {
    const { answered, telemetry } = this;
    const seconds = (performance.now() - begun) / 1000;
    if (error === undefined) answered.record(seconds);
    else telemetry.subgraphCallDuration.under({ ...answered.attributes, 'error.type': error }).record(seconds);
    work?.end({ ...answered.attributes, 'graphql.operation.type': operation.mutates ? 'mutation' : 'query' }, error);
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
