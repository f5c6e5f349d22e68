import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { environmentHelp, projectRoot } from '../../shared/config';
import { gatewayPort, subgraphNames, subgraphPorts } from '../../subgraphs/registry';
import { check, installTools } from './tools';

const folder = join(projectRoot, 'deploy', 'kubernetes');
const { resources: files, namespace } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
  resources: string[];
  namespace: string;
};

interface Container {
  image: string;
  command: string[];
  env: Array<{ name: string; value: string }>;
  ports: Array<{ containerPort: number }>;
  startupProbe?: object;
  readinessProbe?: object;
  livenessProbe?: object;
  resources: { requests: object; limits: object };
  securityContext: object;
}
interface Manifest {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  data?: Record<string, string>;
  spec: {
    replicas: number;
    selector: { matchLabels: Record<string, string> } & Record<string, string>;
    template: {
      metadata: { labels: Record<string, string> };
      spec: { securityContext: object; containers: Container[]; volumes: Array<{ secret?: { secretName: string } }> };
    };
    ports: Array<{ port: number }>;
    scaleTargetRef: { name: string };
    minReplicas: number;
    maxUnavailable: number;
  };
}

const manifests = files.flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Manifest),
);
const of = (kind: string): Map<string, Manifest> =>
  new Map(manifests.filter((manifest) => manifest.kind === kind).map((manifest) => [manifest.metadata.name, manifest]));
const parts = new Map<string, number>([...subgraphNames.map((name) => [name, subgraphPorts[name]] as const), ['gateway', gatewayPort]]);

interface Checked {
  file: string;
  name: string;
  problems: string[];
}

const mistakes: ReadonlyArray<readonly [what: string, right: string, wrong: string, complaint: RegExp]> = [
  ['a misspelt key', 'resources:', 'resorces:', /resorces/],
  ['a word for a number', 'replicas: 2', 'replicas: two', /replicas must be integer/],
  ['a missing selector', 'selector: { matchLabels', 'picks: { matchLabels', /required property selector/],
  ['a kind that does not exist', 'kind: Service', 'kind: Servise', /no kind Servise/],
];
const mistaken = mkdtempSync(join(tmpdir(), 'ketnoi-manifests-'));
const fileOf = (what: string): string => join(mistaken, `${what}.yaml`);
let checked: Checked[];

/** All in one run: what takes long is reading the schemas. */
beforeAll(async () => {
  await installTools();
  const gateway = readFileSync(join(folder, 'gateway.yaml'), 'utf8');
  for (const [what, right, wrong] of mistakes) writeFileSync(fileOf(what), gateway.replace(right, wrong));
  checked = check('kubernetes', [...files.map((file) => join(folder, file)), ...mistakes.map(([what]) => fileOf(what))]) as Checked[];
}, 300_000);
afterAll(() => {
  rmSync(mistaken, { recursive: true });
});

test('every manifest satisfies the schemas of Kubernetes', () => {
  const ours = checked.filter(({ file }) => file.startsWith(folder));
  expect(ours.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(ours).toHaveLength(manifests.length);
  expect(new Set(ours.map(({ name }) => name)).size).toBe(manifests.length);
});

test.each(mistakes)('%s is found', (what, _right, _wrong, complaint) => {
  const problems = checked.filter(({ file }) => file === fileOf(what)).flatMap((resource) => resource.problems);
  expect(problems.join('\n')).toMatch(complaint);
});

test('gateway and subgraphs each have a deployment, a service, a scaler and a limit to disruptions, on the ports of the registry', () => {
  for (const kind of ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'])
    expect([...of(kind).keys()].sort()).toEqual([...parts.keys()].sort());
  for (const [name, port] of parts) {
    const { spec } = of('Deployment').get(name) as Manifest;
    const [container] = spec.template.spec.containers;
    expect(container?.ports[0]?.containerPort).toBe(port);
    expect(of('Service').get(name)?.spec.ports[0]?.port).toBe(port);
    expect(container?.command).toEqual(
      name === 'gateway' ? ['node', 'dist/scripts/gateway.js'] : ['node', 'dist/scripts/subgraph.js', name, '--port', String(port)],
    );
    expect(spec.selector.matchLabels).toEqual({ 'app.kubernetes.io/name': name });
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(of('Service').get(name)?.spec.selector).toEqual(spec.selector.matchLabels);
    expect(of('PodDisruptionBudget').get(name)?.spec.selector).toEqual(spec.selector);
    expect(of('HorizontalPodAutoscaler').get(name)?.spec.scaleTargetRef.name).toBe(name);
    expect(of('HorizontalPodAutoscaler').get(name)?.spec.minReplicas).toBeGreaterThan(1);
  }
});

test('nothing runs as root, writes to its image, or goes without probes and resources', () => {
  for (const { spec } of of('Deployment').values()) {
    expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const container of spec.template.spec.containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) expect(probe).toBeDefined();
      expect(container.resources).toEqual({ requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '768Mi' } });
    }
  }
});

test('secrets come as files by reference, the gateway has no address of a store, and every variable is known', () => {
  const known = new Set(environmentHelp.map(([name]) => name));
  for (const [name, { spec }] of of('Deployment')) {
    const [container] = spec.template.spec.containers;
    const variables = [
      ...(container?.env ?? []).map((variable) => variable.name),
      ...Object.keys(of('ConfigMap').get('ketnoi')?.data ?? {}),
    ];
    expect(variables.filter((variable) => !known.has(variable))).toEqual([]);
    expect(variables.includes('DATABASE_URL_FILE')).toBe(name !== 'gateway');
    expect(variables).toContain('KETNOI_SUBGRAPH_SECRET_FILE');
    const secrets = spec.template.spec.volumes.flatMap(({ secret }) => secret?.secretName ?? []);
    expect(secrets).toEqual([name === 'gateway' ? 'ketnoi-gateway' : 'ketnoi-store']);
  }
  expect(of('Secret').size).toBe(0);
  expect(namespace).toBe('ketnoi');
});

test('what no policy allows does not pass', () => {
  const policies = [...of('NetworkPolicy').values()] as unknown as Array<{ metadata: { name: string }; spec: { podSelector: object } }>;
  expect(policies.map(({ metadata }) => metadata.name)).toEqual(['nothing-else', 'names-and-issuer', 'gateway', 'subgraphs']);
  expect(policies[0]?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});
