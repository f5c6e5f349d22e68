import type { Telemetry } from '../../shared/telemetry/Telemetry';
import type { RunningGateway } from '../options';

/** How much stays open; looked at when somebody asks. */
export function measureLoad(telemetry: Telemetry | null | undefined, load: RunningGateway['load']): void {
  const gauge = (name: string, unit: string, description: string) =>
    telemetry?.meter.createObservableUpDownCounter(name, { unit, description });
  gauge('ketnoi.subscriptions.open', '{subscription}', 'Subscriptions under way.')?.addCallback((result) => {
    result.observe(load().subscriptions);
  });
  gauge('ketnoi.websockets.open', '{connection}', 'Open WebSockets.')?.addCallback((result) => {
    result.observe(load().webSockets);
  });
}
