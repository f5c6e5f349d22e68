import { Command, InvalidArgumentError } from 'commander';
import { environmentHelp, readConfig, type Config } from '../shared/config';
import { Failure, reasonOf } from './failure';
import { runProgram, type Lifetime } from './Lifetime';

export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port, 0 to 65535 (0: any free one)');
}

/** Settings from the environment, with the options of the command line over them. */
export function configFrom(options: { readonly host?: string; readonly port?: number } = {}): Config {
  try {
    const config = readConfig();
    return { ...config, host: options.host ?? config.host, port: options.port ?? config.port };
  } catch (error) {
    throw new Failure(reasonOf(error));
  }
}

/** Runs a program of the terminal; its help ends with the environment it reads. */
export function runCommand(name: string, describe: (program: Command, life: Lifetime) => void): void {
  const width = Math.max(...environmentHelp.map(([variable]) => variable.length)) + 2;
  const environment = environmentHelp.map(([variable, meaning]) => `  ${variable.padEnd(width)}${meaning}`);
  void runProgram(async (life) => {
    const program = new Command(name).addHelpText('after', ['', 'Environment:', ...environment].join('\n'));
    describe(program, life);
    await program.parseAsync();
  });
}
