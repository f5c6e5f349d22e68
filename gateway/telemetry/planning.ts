import type { Telemetry } from '../../shared/telemetry/Telemetry';

/** A plan in the making, as a span of the request that needs it first. */
export function watchPlanning<Plan>(telemetry: Telemetry | null, traceparent: string | undefined, plan: Promise<Plan>): Promise<Plan> {
  const work = telemetry?.within(traceparent, 'plan', 'INTERNAL') ?? null;
  if (work === null) return plan;
  return plan.then(
    (made) => {
      work.end();
      return made;
    },
    (error: unknown) => {
      work.end({}, 'OPERATION_NOT_PLANNABLE');
      throw error;
    },
  );
}
