import { configFrom } from '../../scripts/command';
import { startInProcess } from '../../scripts/graph';
import { runProgram } from '../../scripts/Lifetime';
import { observe } from '../../scripts/observation';
import { claimDataDirectory, openStore } from '../../scripts/store';
import { openLog } from '../../shared/telemetry/log';
import type { Observation } from '../../shared/telemetry/Observation';

const unwatched: Observation = { telemetry: null, log: openLog('warn', 'ketnoi'), slowSqlMs: null, slowOperationMs: null };

/** Three graphs in this process, over one store: two that nobody watches, and one watched as the environment says. Prints their addresses. */
void runProgram(async (life) => {
  life.followParent();
  const config = { ...configFrom(), host: '127.0.0.1', port: 0 };
  const store = await openStore(config, await claimDataDirectory(config, life), life);
  const off = await startInProcess(config, store, life, unwatched);
  const control = await startInProcess(config, store, life, unwatched);
  const { observation } = await observe(config, null, life);
  const on = await startInProcess(config, store, life, observation);
  life.markReady();
  console.log(`${off.url} ${control.url} ${on.url}`);
});
