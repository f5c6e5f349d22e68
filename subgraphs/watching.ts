import type { DataSource } from 'typeorm';
import type { Observation } from '../shared/telemetry/Observation';
import { watchStatements, type StoreFor } from '../shared/telemetry/statements';
import type { SubgraphExecutor } from './runtime';

/** Watches the statements of a store. Answers the store of each request. */
export function watchStore(source: DataSource, schema: string, observation: Observation | undefined): StoreFor {
  return observation === undefined ? (_headers, reader = source) => reader : watchStatements(source, schema, observation);
}

/** The same, with a span for each request that belongs to a trace. */
export function watchExecution(
  execute: (...given: Parameters<SubgraphExecutor>) => ReturnType<SubgraphExecutor>,
  subgraph: string,
  observation: Observation | undefined,
): typeof execute {
  const telemetry = observation?.telemetry ?? null;
  if (telemetry === null) return execute;
  return (request) => {
    const work = telemetry.within(request.headers.traceparent, `subgraph ${subgraph}`, 'INTERNAL');
    if (work === null) return execute(request);
    const ended = (error?: string): void => {
      work.end({ 'ketnoi.subgraph': subgraph }, error);
    };
    const result = execute({ ...request, headers: { ...request.headers, traceparent: work.traceparent } });
    result.then(
      () => {
        ended();
      },
      () => {
        ended('INTERNAL');
      },
    );
    return result;
  };
}
