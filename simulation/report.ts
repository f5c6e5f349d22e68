import type { Plan } from './Plan';
import type { Outcome } from './Simulation';

const number = new Intl.NumberFormat('en-GB');

/** What a run did, in figures. */
export function reportOf({ tally, sent, retries, lost, bodies, seconds, audit }: Outcome): string {
  const lines: ReadonlyArray<readonly [name: string, value: string]> = [
    ['events acknowledged', `${number.format(tally.accepted)} of ${number.format(bodies)} bodies: ${listed(tally.kinds)}`],
    ['same key again', `${number.format(tally.repeated)} answered with the first event`],
    ['refused as foreseen', listed(tally.refusals)],
    ['requests', `${number.format(sent)}; ${number.format(retries)} sent again, ${number.format(lost)} answers lost on the way`],
    ['faults', tally.faults.length === 0 ? 'none' : `${String(tally.faults.length)}: ${tally.faults.join('; ')}`],
    ['compared', `${number.format(tally.compared)} values with the oracle; everything on ${String(tally.comparisons)} days`],
    ['audit', audit ?? 'not run'],
    ['time', `${seconds.toFixed(1)} s, ${(tally.accepted / seconds).toFixed(1)} events/s`],
  ];
  return lines.map(([name, value]) => `  ${name.padEnd(21)}${value}`).join('\n');
}

function listed(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${number.format(count)}`);
  return sorted.length === 0 ? 'none' : sorted.join(', ');
}

/** The command that runs a plan again. */
export function commandFor(plan: Plan, inProcess: boolean): string {
  const bearers = typeof plan.bearers === 'object' ? plan.bearers.join(',') : String(plan.bearers);
  const options = {
    seed: plan.seed,
    from: plan.from,
    until: plan.until,
    bearers,
    ...(plan.duties === null ? {} : { duties: plan.duties.join(',') }),
    events: plan.events,
    faults: plan.faults,
    samples: plan.samples,
  };
  const words = Object.entries(options).map(([name, value]) => `--${name} ${String(value)}`);
  return `npm run simulate -- ${words.join(' ')}${inProcess ? ' --in-process' : ''}`;
}
