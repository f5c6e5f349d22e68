import { day } from '../../domain/calendar';
import { Mismatch } from '../../simulation/Mismatch';
import type { Plan } from '../../simulation/Plan';
import { commandFor } from '../../simulation/report';
import { shrink } from '../../simulation/shrink';

const plan: Plan = {
  seed: 7,
  from: day('2022-01-06'),
  until: day('2024-12-31'),
  bearers: 'all',
  duties: null,
  events: 5000,
  faults: 8,
  samples: 12,
  width: 16,
};
const bodies = ['agency:a', 'agency:b', 'agency:c', 'agency:d', 'agency:e'];
const failure = (dutyId: string | null) =>
  new Mismatch({ day: '2023-05-02', dutyId, step: 9 }, 'the standing', 'OPEN_OVERDUE', 'OPEN_IN_TERM');

/** A graph that is wrong about one duty from one day on, when these bodies act. */
function failing(needs: (smaller: Plan, inProcess: boolean) => boolean) {
  const tried: Plan[] = [];
  const attempt = (smaller: Plan, inProcess: boolean): Promise<Mismatch | null> => {
    tried.push(smaller);
    return Promise.resolve(needs(smaller, inProcess) ? failure('obligation:x/1') : null);
  };
  return { tried, attempt };
}

const acts = (smaller: Plan, id: string) =>
  smaller.bearers === 'all' || (typeof smaller.bearers === 'object' && smaller.bearers.includes(id));

test('a run that fails is cut down to the days, the duty and the body that make it fail, and no fault', async () => {
  const { attempt } = failing((smaller) => smaller.until >= '2023-05-02' && acts(smaller, 'agency:d'));
  const found = await shrink({ plan, mismatch: failure('obligation:x/1'), inProcess: false }, attempt, () => bodies);
  expect(commandFor(found.plan, found.inProcess)).toBe(
    'npm run simulate -- --seed 7 --from 2022-01-06 --until 2023-05-02 --bearers agency:d --duties obligation:x/1 --events 5000 --faults 0 --samples 1 --in-process',
  );
});

test('faults and processes stay in the smallest run when it does not fail without them', async () => {
  const { attempt } = failing((smaller, inProcess) => !inProcess && smaller.faults > 0);
  const found = await shrink({ plan, mismatch: failure('obligation:x/1'), inProcess: false }, attempt, () => ['agency:a']);
  expect(found).toMatchObject({ inProcess: false, plan: { until: '2023-05-02', faults: 8, duties: ['obligation:x/1'] } });
});

test('a run that does not fail again is named as it was, and the search for a smaller one ends', async () => {
  const { attempt, tried } = failing(() => false);
  const found = await shrink({ plan, mismatch: failure(null), inProcess: true }, attempt, () => bodies);
  expect(found.plan).toEqual(plan);
  expect(tried.length).toBeLessThanOrEqual(10);
});
