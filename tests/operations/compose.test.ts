import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { ask } from '../../scripts/ask';
import { freePorts } from '../../scripts/ports';
import { projectRoot } from '../../shared/config';
import { gatewayPort, subgraphNames, subgraphPorts } from '../../subgraphs/registry';
import { crossing } from './crossing';
import { launch, onTestServer, putAway, until } from './programs';

interface Service {
  image?: string;
  user?: string;
  privileged?: boolean;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  ports?: string[];
}

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const ours = [...subgraphNames, 'gateway'];
const dockerfile = read('Dockerfile');

afterAll(putAway);

test('there is a container for PostgreSQL 18, for each subgraph and for the gateway, each with a health check', () => {
  expect(Object.keys(services).sort()).toEqual(['postgres', ...ours].sort());
  expect(services.postgres?.image).toBe('postgres:18');
  for (const service of Object.values(services)) expect(service.healthcheck?.test[0]).toBe('CMD');
});

test('nothing runs as root or with privileges', () => {
  expect(dockerfile.match(/^USER .*$/gm)?.at(-1)).toBe('USER node');
  expect(services.postgres?.user).toBe('postgres');
  for (const service of Object.values(services)) {
    expect(service.privileged).toBeUndefined();
    expect(service.user ?? 'node').not.toMatch(/root|^0/);
  }
});

test('ports and addresses are those of the registry, and only the gateway is published', () => {
  for (const name of subgraphNames) {
    expect(services[name]?.command).toEqual(['node', 'dist/scripts/subgraph.js', name, '--port', String(subgraphPorts[name])]);
    expect(services.gateway?.environment?.KETNOI_SUBGRAPH_URLS).toContain(`${name}=http://${name}:${String(subgraphPorts[name])}/graphql`);
  }
  expect(services.gateway?.environment?.PORT).toBe(String(gatewayPort));
  expect(Object.keys(services).filter((name) => services[name]?.ports !== undefined)).toEqual(['gateway']);
});

test('nothing starts without the secret that the gateway and the subgraphs share', () => {
  for (const name of ours) expect(services[name]?.environment?.KETNOI_SUBGRAPH_SECRET).toMatch(/^\$\{KETNOI_SUBGRAPH_SECRET:\?.+\}$/);
});

test('what the commands need is in the image', () => {
  for (const folder of ['dist', 'schema', 'corpus', 'node_modules', 'package.json'])
    expect(dockerfile).toContain(`COPY --from=build /app/${folder} `);
  expect(dockerfile).toContain('CMD ["node", "dist/scripts/start.js"]');
});

test('the commands of all services, started at once on this machine, become healthy and answer across the five subgraphs', async () => {
  const ports = new Map<string, string>();
  for (const port of [gatewayPort, ...Object.values(subgraphPorts)]) ports.set(String(port), String(await freePorts()));
  const local = (text: string): string =>
    text
      .replace(/(?<=\/\/)(\w+)(?=:\d)/g, (host) => (host in services ? '127.0.0.1' : host))
      .replace(/\b\d{4}\b/g, (port) => ports.get(port) ?? port)
      .replace('0.0.0.0', '127.0.0.1');

  const given: Record<string, string> = { KETNOI_SUBGRAPH_SECRET: 'mot-bi-mat-chi-dung-cho-lan-chay-nay' };
  const filled = (text: string): string => text.replace(/^\$\{(\w+):[-?].*\}$/, (_, variable: string) => given[variable] ?? '');
  for (const name of ours) {
    const { command = [], environment = {} } = services[name] ?? {};
    const [program = '', ...args] = command.map(local);
    const settings = Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, local(filled(value))]));
    const store = settings.DATABASE_URL === undefined ? {} : { ...onTestServer('compose') };
    launch(program, args, { NODE_ENV: 'production', ...settings, ...store }); // as the image has it
  }
  for (const name of ours) {
    const [, program = '', ...args] = (services[name]?.healthcheck?.test ?? []).map(local);
    await until(() => spawnSync(program, args).status === 0, 120_000, 500); // a process each time
  }
  const url = `http://127.0.0.1:${ports.get(String(gatewayPort)) ?? ''}/graphql`;
  const answer = await ask(url, { query: crossing });
  expect(answer.errors).toBeUndefined();
  expect(answer).toMatchObject({
    data: {
      publicServices: {
        nodes: [{ obligation: { document: { number: expect.any(String) as string } }, requires: expect.any(Array) as unknown[] }],
      },
    },
  });
});
