import { day } from '../../domain/calendar';
import { startInProcess } from '../../simulation/graph/inProcess';
import { Oracle } from '../../simulation/oracle/Oracle';
import type { Picture } from '../../simulation/oracle/standing';
import type { World } from '../../simulation/oracle/World';
import type { Plan } from '../../simulation/Plan';
import { Simulation, type Outcome } from '../../simulation/Simulation';

/** A reorganisation falls into this month: communes join on 1 December. */
const plan: Plan = {
  seed: 42,
  from: day('2024-11-20'),
  until: day('2024-12-20'),
  bearers: 'all',
  duties: null,
  events: 250,
  faults: 2,
  samples: 1,
  width: 16,
};

async function run(given: Partial<Plan> = {}, oracleOf?: (world: World) => Oracle): Promise<Outcome> {
  const graph = await startInProcess({ ...plan, ...given });
  try {
    return await Simulation.run({ ...plan, ...given }, graph, {}, oracleOf);
  } finally {
    await graph.stop();
  }
}

/** Forgets one rule: a duty that is done late counts as done in time. */
class Lenient extends Oracle {
  override picture(...moment: Parameters<Oracle['picture']>): Picture {
    const seen = super.picture(...moment);
    return seen.standing === 'COMPLETED_LATE' ? { ...seen, standing: 'COMPLETED_ON_TIME' } : seen;
  }
}

test('agencies live through a reorganisation over lines that fail, and the graph agrees with the oracle', async () => {
  const { mismatch, tally, lost, bodies } = await run();
  expect(mismatch).toBeNull();
  expect(tally.accepted).toBeGreaterThan(200);
  expect(tally.comparisons).toBe(1);
  expect(tally.faults).toHaveLength(2);
  expect(lost).toBeGreaterThan(tally.faults.length);
  expect(bodies).toBeGreaterThan(30);
  for (const code of ['DUTY_CLOSED', 'ILLEGAL_TRANSITION', 'DAY_IN_FUTURE', 'NOT_BEARER', 'ALREADY_DECIDED', 'UNAUTHENTICATED'])
    expect(tally.refusals.get(code)).toBeGreaterThan(0);
});

test('a wrong rule is found out, at the same step of each run with that seed', async () => {
  const wrong = (world: World) => new Lenient(world);

  const [first, second] = await Promise.all([run({ width: 4 }, wrong), run({ width: 4 }, wrong)]);
  expect(first.mismatch?.message).toMatch(/COMPLETED_ON_TIME.*the graph says.*COMPLETED_LATE/);
  expect(second.mismatch?.place).toEqual(first.mismatch?.place);
  expect(second.mismatch?.message).toBe(first.mismatch?.message);
});
