import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Told } from './messages';

type Of<Kind extends Told['kind']> = Extract<Told, { kind: Kind }>;

/** Core 0 for the gateway that is measured, core 1 for whoever asks it and whom it asks; null where that cannot be. */
export const pinned: boolean = availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

export function pinThisProcess(core: number): void {
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', String(core), String(process.pid)]);
}

/** A process of this bench, on a core of its own where the machine allows it. */
export class Pinned {
  private readonly child: ChildProcess;
  /** From its start until it can be asked. */
  startMs = 0;

  constructor(script: string, args: readonly string[], core: number, nodeArgs: readonly string[] = []) {
    const command = [...(pinned ? ['taskset', '-c', String(core)] : []), process.execPath, ...nodeArgs, join(__dirname, script), ...args];
    this.child = spawn('env', ['NODE_ENV=production', ...command], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  async ready(): Promise<Of<'ready'>> {
    const begun = performance.now();
    const told = await this.told('ready');
    this.startMs = performance.now() - begun;
    return told;
  }

  usage(): Promise<Of<'usage'>> {
    const answer = this.told('usage');
    this.child.send({});
    return answer;
  }

  stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.child.once('exit', () => {
        resolve();
      });
      if (this.child.connected) this.child.disconnect();
      else this.child.kill();
    });
  }

  private told<Kind extends Told['kind']>(kind: Kind): Promise<Of<Kind>> {
    return new Promise((resolve, reject) => {
      const heard = (message: Told): void => {
        if (message.kind !== kind) return;
        this.child.off('message', heard).off('exit', gone).off('error', reject);
        resolve(message as Of<Kind>);
      };
      const gone = (code: number | null): void => {
        reject(new Error(`a process of the bench ended with ${String(code)}`));
      };
      this.child.on('message', heard).once('exit', gone).once('error', reject);
    });
  }
}
