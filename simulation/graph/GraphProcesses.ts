import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CalendarDate } from '../../domain/calendar';
import { Failure } from '../../scripts/failure';
import { freePorts } from '../../scripts/ports';
import { startEmbedded, type EmbeddedPostgres } from '../../scripts/postgres/embedded';
import { environmentWith, projectRoot } from '../../shared/config';
import { signDevelopmentToken } from '../../shared/identity/developmentKey';
import type { Role } from '../oracle/acts';

const READY_MS = 120_000;
/** Gateway and five subgraphs. */
const PORTS = 6;

export interface GraphSettings {
  /** The day it is to begin with; null: that of the machine. */
  readonly today: CalendarDate | null;
  /** Where its data are kept; removed at the end. Default: a new folder. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the start too, which then leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** Every part of the graph as a process of its own, over a PostgreSQL that we can stop: `npm start -- --split`. */
export class GraphProcesses {
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor(
    readonly url: string,
    readonly folder: string,
    private graph: ChildProcess,
    private readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
    private server: EmbeddedPostgres,
  ) {}

  static async start({
    today,
    folder = mkdtempSync(join(tmpdir(), 'ketnoi-simulation-')),
    environment,
    signal,
  }: GraphSettings): Promise<GraphProcesses> {
    if (today !== null) writeDay(folder, today);
    const server = await startEmbedded({ dataDir: folder }).catch((error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    });
    const port = await freePorts(PORTS);
    const settings = {
      ...environment,
      DATABASE_URL: server.url,
      KETNOI_DATA: folder,
      KETNOI_TODAY_FILE: today === null ? '' : dayFile(folder),
      KETNOI_TODAY: '',
      HOST: '127.0.0.1',
    };
    const graph = launch(port, settings, logFile(folder));
    const started = new GraphProcesses(`http://127.0.0.1:${String(port)}/graphql`, folder, graph, port, settings, server);
    try {
      await untilRunning(graph, logFile(folder), signal);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  get postgres(): EmbeddedPostgres {
    return this.server;
  }

  /** What all parts have written. */
  get log(): string {
    return readFileSync(logFile(this.folder), 'utf8');
  }

  setDay(today: string): void {
    writeDay(this.folder, today);
  }

  tokenFor(agencyId: string, role: Role): Promise<string> {
    const name = `${agencyId} ${role}`;
    const token = this.tokens.get(name) ?? signDevelopmentToken(this.folder, { agencyId, roles: new Set([role]), expires: '7d' });
    this.tokens.set(name, token);
    return token;
  }

  /** Stops PostgreSQL as an operator does, and starts it again at the same address. */
  async restartPostgres(): Promise<void> {
    await this.server.stop();
    await this.startPostgres();
  }

  /** Kills PostgreSQL at once, all its processes, and starts it again at the same address. */
  async killPostgres(): Promise<void> {
    for (const pid of childrenOf(this.server.pid)) killAtOnce(pid.pid);
    killAtOnce(this.server.pid);
    await this.server.ended;
    await this.startPostgres();
  }

  /** Kills one part at once; the program that started it puts another in its place. */
  kill(name: string, command: RegExp): void {
    const part = childrenOf(this.graph.pid ?? 0).find(({ args }) => command.test(args));
    if (part === undefined) throw new Failure(`there is no process to be killed: ${name}`);
    process.kill(part.pid, 'SIGKILL');
  }

  /** After it has ended: at the same address, over the same data. */
  async startAgain(): Promise<void> {
    rmSync(logFile(this.folder), { force: true });
    this.graph = launch(this.port, this.environment, logFile(this.folder));
    await untilRunning(this.graph, logFile(this.folder));
  }

  /** Asks the graph to end, which PostgreSQL does not; answers its exit code when it has. */
  async terminate(): Promise<number | null> {
    if (this.graph.exitCode === null && this.graph.signalCode === null) {
      const ended = new Promise((resolve) => this.graph.once('exit', resolve));
      this.graph.kill('SIGTERM');
      await ended;
    }
    return this.graph.exitCode;
  }

  /** Runs `npm run audit:verify` on it; answers what it printed. @throws Error when it finds anything */
  async audit(): Promise<string> {
    const script = join(projectRoot, 'dist', 'scripts', 'audit.js');
    const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: projectRoot, env: environmentWith(this.environment) });
    return stdout.trim();
  }

  async stop(): Promise<void> {
    await this.terminate();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startPostgres(): Promise<void> {
    this.server = await startEmbedded({ dataDir: this.folder, port: this.server.port });
  }
}

const dayFile = (folder: string): string => join(folder, 'today');
const logFile = (folder: string): string => join(folder, 'graph.log');

function writeDay(folder: string, today: string): void {
  writeFileSync(`${dayFile(folder)}.new`, `${today}\n`);
  renameSync(`${dayFile(folder)}.new`, dayFile(folder));
}

function launch(port: number, environment: Readonly<Record<string, string>>, file: string): ChildProcess {
  const log = openSync(file, 'a');
  const script = join(projectRoot, 'dist', 'scripts', 'start.js');
  const child = spawn(process.execPath, [script, '--split', '--port', String(port), '--end-with-parent'], {
    cwd: projectRoot,
    env: environmentWith(environment),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return child;
}

async function untilRunning(graph: ChildProcess, file: string, signal?: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!readFileSync(file, 'utf8').includes('Kết Nối is running')) {
    if (signal?.aborted === true) throw new Failure('interrupted while the graph was starting');
    if (graph.exitCode !== null || graph.signalCode !== null || performance.now() > deadline)
      throw new Failure(`the graph does not start:\n${readFileSync(file, 'utf8')}`);
    await sleep(50);
  }
}

function childrenOf(parent: number): Array<{ readonly pid: number; readonly args: string }> {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, of, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(of) === parent ? [{ pid: Number(pid), args }] : [];
  });
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
