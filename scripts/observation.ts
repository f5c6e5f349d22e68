import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, type Config } from '../shared/config';
import { openLog } from '../shared/telemetry/log';
import type { Observation } from '../shared/telemetry/Observation';
import type { OpenTelemetry } from '../shared/telemetry/sdk';
import type { TelemetrySettings } from '../shared/telemetry/settings';
import { Failure, reasonOf } from './failure';
import type { Lifetime } from './Lifetime';

const PROGRAM = 'ketnoi';

export interface Observed {
  readonly observation: Observation;
  /** Lines of what a program says about itself as it starts. */
  readonly lines: readonly string[];
}

/**
 * Watches this process as the environment says. Where neither traces nor metrics are wanted, nothing of OpenTelemetry is loaded.
 * @param part null: the whole graph
 * @throws Failure when the port of the metrics cannot be listened on
 */
export async function observe({ telemetry: settings }: Config, part: string | null, life: Lifetime): Promise<Observed> {
  const { slowSqlMs, slowOperationMs, serviceName, logLevel } = settings;
  const name = serviceName ?? serviceNameOf(part);
  const opened = await openWanted(settings, name);
  if (opened !== null) await life.onEnd(() => opened.close());
  const observation = { telemetry: opened?.telemetry ?? null, log: openLog(logLevel, name), slowSqlMs, slowOperationMs };
  return { observation, lines: typeof opened?.scrapeUrl === 'string' ? [`  Metrics   ${opened.scrapeUrl}`] : [] };
}

export function serviceNameOf(part: string | null, program: string | null = null): string {
  return part === null ? (program ?? PROGRAM) : `${program ?? PROGRAM}-${part}`;
}

async function openWanted(settings: TelemetrySettings, name: string): Promise<OpenTelemetry | null> {
  const { traces, pushMetricsEveryMs, scrape } = settings;
  if (!traces && pushMetricsEveryMs === null && scrape === null) return null;
  const { openTelemetry } = await import('../shared/telemetry/sdk.js');
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string };
  try {
    return await openTelemetry(settings, { name, version });
  } catch (error) {
    throw new Failure(`the metrics cannot be served (${reasonOf(error)}); choose another port: KETNOI_METRICS=<port>`);
  }
}
