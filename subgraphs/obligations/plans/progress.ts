import type { DataSource } from 'typeorm';
import { storeOf } from '../../../shared/telemetry/statements';

export const importPhases = ['READING', 'CHECKING', 'LOADING', 'DONE'] as const;

export interface ImportStage {
  readonly phase: (typeof importPhases)[number];
  readonly done: number;
  readonly total: number;
}

const running = new WeakMap<DataSource, Map<string, ImportStage>>();

function runningOn(source: DataSource): Map<string, ImportStage> {
  const store = storeOf(source);
  const found = running.get(store) ?? new Map<string, ImportStage>();
  running.set(store, found);
  return found;
}

const nameOf = ({ agencyId, idempotencyKey }: { agencyId: string; idempotencyKey: string }) => JSON.stringify([agencyId, idempotencyKey]);

/** How far the imports of this process are, before their plans are in the log. */
export class Progress {
  private constructor(
    private readonly stages: Map<string, ImportStage>,
    private readonly name: string,
  ) {}

  static begin(source: DataSource, by: { agencyId: string; idempotencyKey: string }): Progress {
    return new Progress(runningOn(source), nameOf(by));
  }

  static of(source: DataSource, by: { agencyId: string; idempotencyKey: string }): ImportStage | null {
    return runningOn(source).get(nameOf(by)) ?? null;
  }

  reading(done: number, total: number): void {
    this.stages.set(this.name, { phase: 'READING', done, total });
  }

  checking(): void {
    this.stages.set(this.name, { phase: 'CHECKING', done: 0, total: 1 });
  }

  end(): void {
    this.stages.delete(this.name);
  }
}
