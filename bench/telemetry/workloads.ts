import { readOperations } from '../operations/read';
import { usualVariables } from '../operations/variables';

/** Of a request, in JSON. */
export type Body = string;

export interface Workload {
  readonly name: string;
  /** Asked in turn. */
  readonly bodies: readonly Body[];
  /** Requests of a round: of a second or two, so that what the garbage collector takes is spread over many. */
  readonly runs: number;
}

const ONE_DUTY = 'query OneDuty($id: ID!) { obligation(id: $id) { title dueOn leadAgencies { name } document { number } } }';
const HUNDRED_DUTIES = `query HundredDuties { obligations(first: 100) { nodes { id title dueOn leadAgencies { name level }
  coordinatingAgencies { name } connections { id ends { name owner { name } } } statements { path citation { label } } } } }`;
const TIMES_REGISTERED = 8;

/** The registered operations, the smallest of requests, and a large one. @param ids of duties */
export function workloadsOn(ids: readonly string[]): readonly Workload[] {
  const registered = readOperations()
    .filter(({ name, needs }) => needs.length === 0 || usualVariables[name] !== undefined)
    .map(({ name, query }) => JSON.stringify({ query, operationName: name, variables: usualVariables[name] }));
  return [
    { name: 'the registered operations', bodies: registered, runs: TIMES_REGISTERED * registered.length },
    {
      name: 'a hundred duties with all around them',
      bodies: [JSON.stringify({ query: HUNDRED_DUTIES })],
      runs: 160,
    },
    {
      name: 'one duty, a hundred ids in turn',
      bodies: ids.map((id) => JSON.stringify({ query: ONE_DUTY, variables: { id } })),
      runs: 2400,
    },
  ];
}
