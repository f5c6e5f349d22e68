import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, compose, executorOf, serveGraphQL, stopAll, type Sources } from './support';

const program = join(__dirname, '..', '..', 'dist', 'scripts', 'gateway.js');
const sources: Sources = {
  greetings: {
    sdl: 'type Query { greet(name: String!): String! }',
    resolvers: { Query: { greet: (_: unknown, { name }: { name: string }) => `Chào ${name}` } },
  },
};

let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  file = join(folder, 'supergraph.graphql');
  const greetings = await serveGraphQL(executorOf(sources.greetings as Sources[string]));
  writeFileSync(file, compose(sources, { greetings }));
});
afterAll(async () => {
  await stopAll();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the program to its end. */
function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, output: stdout + stderr });
    });
  });
}

/** Starts the program and waits until it says where it serves. */
async function launch(...args: string[]): Promise<{ child: ChildProcess; url: string; printed: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.includes('Ctrl-C')) break;
  }
  return { child, url: /http:\S+graphql/.exec(printed)?.[0] ?? '', printed };
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves a supergraph from a file until it gets %s', async (signal) => {
  const { child, url, printed } = await launch('--supergraph', file, '--port', '0');
  expect(printed).toContain('Stop');
  expect((await ask(url, '{ greet(name: "Lan") }')).data).toEqual({ greet: 'Chào Lan' });
  expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('in production tells no schema', async () => {
  const { child, url } = await launch('--supergraph', file, '--port', '0', '--production');
  expect((await ask(url, '{ __schema { queryType { name } } }')).status).toBe(400);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('its help names its options', async () => {
  const { code, output } = await run('--help');
  expect(code).toBe(0);
  for (const option of ['--supergraph <file>', '--port <port>', '--host <address>', '--timeout <ms>', '--production'])
    expect(output).toContain(option);
});

test('a taken port is told without a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = String((server.address() as AddressInfo).port);
  const { code, output } = await run('--supergraph', file, '--port', port);
  server.close();
  expect(code).toBe(1);
  expect(output).toBe(
    `ketnoi: port ${port} on 127.0.0.1 is taken; choose another with --port, or --port 0 for any free one (PORT_TAKEN)\n`,
  );
});

test.each([
  ['a missing file', () => join(folder, 'none.graphql'), /^ketnoi: the supergraph cannot be read \(ENOENT.*--supergraph <file>\n$/],
  ['a file that is no supergraph', () => program, /^ketnoi: the supergraph cannot be read: .*\(BAD_SUPERGRAPH\)\n$/],
])('%s is told without a stack', async (_sentence, path, message) => {
  const { code, output } = await run('--supergraph', path(), '--port', '0');
  expect(code).toBe(1);
  expect(output).toMatch(message);
});
