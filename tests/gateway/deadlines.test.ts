import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines } from '../../gateway/subgraphs/Deadlines';

let passed: string[];
let deadlines: Deadlines;
beforeEach(() => {
  passed = [];
  deadlines = new Deadlines();
});

const set = (ms: number, name: string) =>
  deadlines.set(ms, () => {
    passed.push(name);
  });

test('deadlines pass in their own order, whatever the order in which they were set', async () => {
  set(120, 'third');
  set(40, 'first');
  set(80, 'second');
  await sleep(200);
  expect(passed).toEqual(['first', 'second', 'third']);
});

test('one that was met does not pass, and those after it do', async () => {
  const met = set(30, 'met');
  set(60, 'late');
  deadlines.meet(met);
  await sleep(120);
  expect(passed).toEqual(['late']);
});

test('one that is set after all others have passed passes too', async () => {
  set(20, 'first');
  await sleep(60);
  set(20, 'second');
  await sleep(60);
  expect(passed).toEqual(['first', 'second']);
});

test('one passes no sooner than it was set for', async () => {
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    deadlines.set(50, resolve);
  });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
});
