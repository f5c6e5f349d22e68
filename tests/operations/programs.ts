import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Occupant } from '../../scripts/DataDirectory';
import { isAlive } from '../../scripts/processes';
import { projectRoot } from '../../shared/config';
import { takeStore, type GraphStore } from '../../testkit/store/database';
import { testServer, testStore } from '../support/store';

/** What a test waits at most: no measure of speed, so that a machine with much else to do passes too. */
const PATIENCE_MS = 120_000;

/** A command of ours as a real process: what it prints, when it ends. */
export class Program {
  output = '';
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        resolve(code ?? signal ?? 'SIGKILL');
      }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Waits for a line like `pattern`; fails with all that was printed when the program ends or `ms` pass before. */
  async until(pattern: RegExp, ms = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + ms;
    while (!pattern.test(this.output)) {
      if (this.hasEnded || Date.now() > deadline)
        throw new Error(`${this.hasEnded ? 'ended' : 'late'} without ${String(pattern)}:\n${this.output}`);
      await sleep(20);
    }
  }

  /** Asks it to end; the answer is its exit code. */
  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | NodeJS.Signals> {
    this.child.kill(signal);
    return this.ended;
  }
}

const started: Program[] = [];
const folders: string[] = [];
const stores: GraphStore[] = [];

/** Started in a session of its own, so that a Ctrl-C of the tests is not theirs. */
export function launch(command: string, args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Program {
  const child = spawn(command, args, {
    cwd: projectRoot,
    detached: true,
    env: { ...process.env, DATABASE_URL: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const program = new Program(child);
  started.push(program);
  return program;
}

/** One of scripts/, as it is built. */
export function run(script: string, args: readonly string[] = [], env: Readonly<Record<string, string | undefined>> = {}): Program {
  return launch(process.execPath, [join('dist', 'scripts', `${script}.js`), ...args], env);
}

/** Runs to its end: exit code and everything printed. */
export async function finished(program: Program): Promise<{ code: number | NodeJS.Signals; output: string }> {
  return { code: await program.ended, output: program.output };
}

type Place = Record<'DATABASE_URL' | 'KETNOI_SCHEMA_PREFIX' | 'KETNOI_DATA', string>;

/** The server of this run of the tests, in schemas that only `name` uses. */
export function onTestServer(name: string): Place {
  const { url, schemaPrefix } = testStore();
  return { DATABASE_URL: url, KETNOI_SCHEMA_PREFIX: `${schemaPrefix}${name}_`, KETNOI_DATA: temporaryFolder() };
}

/** A store of its own on that server, in which the corpus is loaded. */
export async function onLoadedStore(): Promise<Place> {
  const { url, prefix } = testServer();
  const store = await takeStore(url, prefix);
  stores.push(store);
  return { DATABASE_URL: store.databaseUrl, KETNOI_SCHEMA_PREFIX: store.schemaPrefix, KETNOI_DATA: temporaryFolder() };
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ketnoi-operations-'));
  folders.push(folder);
  return folder;
}

/** Ends what a test has left running and removes its folders. */
export async function putAway(): Promise<void> {
  for (const program of started.splice(0)) {
    if (!program.hasEnded) program.child.kill('SIGTERM');
    await until(() => program.hasEnded, 35_000).catch(() => program.child.kill('SIGKILL'));
  }
  await Promise.all(stores.splice(0).map((store) => store.release()));
  for (const folder of folders.splice(0)) {
    await until(() => postgresOf(folder) === null);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function until(condition: () => boolean | Promise<boolean>, ms = PATIENCE_MS, pauseMs = 20): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${String(ms)} ms: ${condition.toString()}`);
    await sleep(pauseMs);
  }
}

/** The living embedded server of a data folder. */
export function postgresOf(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = parseInt(readFileSync(file, 'utf8'), 10);
  return isAlive(pid) ? pid : null;
}

export function occupantOf(dataDir: string): Occupant {
  return JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as Occupant;
}

export function urlIn(output: string): string {
  const [, url] = /GraphQL\s+(http:\S+)/.exec(output) ?? [];
  if (url === undefined) throw new Error(`no address printed:\n${output}`);
  return url;
}
