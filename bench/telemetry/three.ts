import { configFrom } from '../../scripts/command';
import { startInProcess } from '../../scripts/graph';
import { runProgram } from '../../scripts/Lifetime';
import { observe } from '../../scripts/observation';
import { claimDataDirectory, openStore } from '../../scripts/store';
import { openLog } from '../../shared/telemetry/log';
import type { Observation } from '../../shared/telemetry/Observation';

const unwatched: Observation = { telemetry: null, log: openLog('warn', 'ketnoi'), slowSqlMs: null, slowOperationMs: null };

/**
 * Three graphs in this process, over one store: two that nobody watches, and one watched as the environment says, which is started as the
 * first, second or third (argument: 0, 1 or 2). Prints the addresses of the two and of the one.
 */
void runProgram(async (life) => {
  life.followParent();
  const config = { ...configFrom(), host: '127.0.0.1', port: 0 };
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  const { observation: watched } = await observe(config, null, life);
  const observations = [unwatched, unwatched];
  observations.splice(Number(process.argv[2]), 0, watched);
  const urls = new Map<Observation, string[]>([
    [unwatched, []],
    [watched, []],
  ]);
  for (const observation of observations) urls.get(observation)?.push((await startInProcess(config, store, life, observation)).url);
  life.markReady();
  console.log([...urls.values()].flat().join(' '));
});
