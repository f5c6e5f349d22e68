import { startGateway, type RunningGateway } from '../../../gateway/gateway';
import { subgraphNames, type SubgraphName } from '../../../subgraphs/registry';
import { faultModes, FaultySubgraph, type FaultMode } from '../../support/faultySubgraph';
import { openTestSubgraphs, schemaFile, type OpenedSubgraphs } from '../../support/subgraphs';
import { ask, codesOf, nullsIn, pathsOf, type Answer } from '../support';

/** Each part is asked for something of its own, and for something of what another found. */
const CROSSING = `{
  agency(id: "agency:bo-tu-phap") { name }
  card: agency(id: "agency:bo-tu-phap") { name scorecard { total } }
  database(id: "database:csdlqg-dan-cu") { name owner { name } }
  document(id: "document:qd-06-qd-ttg-2022") { title issuer { name } }
  duty: obligation(id: "obligation:qd-06-qd-ttg-2022/III.5.b.4") { title document { title } }
  linked: obligation(id: "obligation:qd-06-qd-ttg-2022/III.5.b.4") { title connections { ends { name } } }
  connection: dataConnection(id: "CONNECTION") { ends { name } blocks { name } }
  service: publicService(id: "SERVICE") { name obligation { title } }
}`;

/** Asks nothing of the part. */
const elsewhere: Readonly<Record<SubgraphName, string>> = {
  agencies: '{ document(id: "document:qd-06-qd-ttg-2022") { title } }',
  databases: '{ agency(id: "agency:bo-tu-phap") { name } }',
  documents: '{ agency(id: "agency:bo-tu-phap") { name } }',
  obligations: '{ agency(id: "agency:bo-tu-phap") { name } }',
  services: '{ agency(id: "agency:bo-tu-phap") { name } }',
};

const TIMEOUT_MS = 1500;
/** What an answer may take besides, on a machine that has much else to do. */
const SLACK_MS = 4000;

interface Replaced {
  readonly name: SubgraphName;
  readonly fake: FaultySubgraph;
  readonly gateway: RunningGateway;
}

let subgraphs: OpenedSubgraphs;
let parts: Replaced[] = [];
let crossing: string;
let whole: Answer;

async function replace(name: SubgraphName): Promise<Replaced> {
  const fake = await FaultySubgraph.before(subgraphs.named(name).execute);
  const others = subgraphs.all.filter((subgraph) => subgraph.name !== name);
  const gateway = await startGateway({
    supergraph: schemaFile('supergraph.graphql'),
    inProcess: Object.fromEntries(others.map((subgraph) => [subgraph.name, subgraph.execute])),
    urls: { [name]: fake.url },
    host: '127.0.0.1',
    port: 0,
    production: false,
    logger: false,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: 1_000_000,
  });
  return { name, fake, gateway };
}

beforeAll(async () => {
  subgraphs = await openTestSubgraphs();
  parts = await Promise.all(subgraphNames.map(replace));
  const url = (parts[0] as Replaced).gateway.url;
  const { data } = await ask(url, '{ publicServices(first: 1) { nodes { id requires { id } } } }');
  const [service] = (data as { publicServices: { nodes: Array<{ id: string; requires: Array<{ id: string }> }> } }).publicServices.nodes;
  crossing = CROSSING.replace('SERVICE', service?.id ?? '').replace('CONNECTION', service?.requires[0]?.id ?? '');
  whole = await ask(url, crossing);
});
afterAll(async () => {
  await Promise.all(parts.map(({ gateway }) => gateway.stop()));
  await Promise.all(parts.map(({ fake }) => fake.close()));
  await subgraphs.close();
});

test('the question that is asked has an answer without holes', () => {
  expect(whole.errors).toBeUndefined();
  expect(nullsIn(whole.data)).toEqual([]);
  expect(faultModes).toHaveLength(20);
});

/** What is wrong with an answer while a part fails; nothing, if it is as it has to be. */
function complaints(answer: Answer, { code, entitiesOnly }: FaultMode): string[] {
  const wrong: string[] = [];
  const holes = nullsIn(answer.data);
  if (answer.data === null) wrong.push('no data at all');
  if (holes.length === 0) wrong.push('no hole');
  if (holes.length === Object.keys(whole.data ?? {}).length) wrong.push('nothing but holes');
  for (const hole of holes) {
    const about = pathsOf(answer).filter((path) => path === hole || path.startsWith(`${hole}.`));
    if (about.length !== 1) wrong.push(`${String(about.length)} errors for the hole ${hole}`);
  }
  if (pathsOf(answer).length !== holes.length) wrong.push(`${String(holes.length)} holes, errors at ${pathsOf(answer).join(', ')}`);
  for (const told of new Set(codesOf(answer))) if (told !== code) wrong.push(`code ${String(told)}`);
  if (withHoles(whole.data, holes) !== JSON.stringify(answer.data)) wrong.push('what is there is not what was there');
  const leak = /127\.0\.0\.1|localhost|ECONN|hunter2|stack|undici|node_modules|_entities|representations|evil|<h1>/.exec(answer.text);
  if (leak !== null) wrong.push(`leaks ${leak[0]}`);
  if (answer.status !== 200) wrong.push(`status ${String(answer.status)}`);
  if (entitiesOnly === true && holes.length > 3) wrong.push(`too many holes: ${holes.join(', ')}`);
  return wrong;
}

/** The data with nulls at these paths, as JSON. */
function withHoles(data: unknown, holes: readonly string[], path: readonly (string | number)[] = []): string {
  const punched = (value: unknown, at: readonly (string | number)[]): unknown => {
    if (holes.includes(at.join('.'))) return null;
    if (Array.isArray(value)) return value.map((item, index) => punched(item, [...at, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, punched(inside, [...at, key])]));
  };
  return JSON.stringify(punched(data, path));
}

async function timed(asking: Promise<Answer>): Promise<Answer & { readonly late: boolean }> {
  const since = performance.now();
  const answer = await asking;
  return { ...answer, late: performance.now() - since > TIMEOUT_MS + SLACK_MS };
}

test.each(faultModes.map((mode) => [mode.name, mode] as const))(
  'whichever part fails by "%s", there are all other data, one error for each hole, nothing leaked, and everything again at once when it is well',
  async (_name, mode) => {
    const seen = await Promise.all(
      parts.map(async ({ name, fake, gateway: { url } }) => {
        await fake.fail(mode);
        const [answer, again, other] = await Promise.all([
          timed(ask(url, crossing)),
          timed(ask(url, crossing)),
          timed(ask(url, elsewhere[name])),
        ]);
        await fake.fail(null);
        const after = await ask(url, crossing);
        const wrong = [...complaints(answer, mode), ...complaints(again, mode)];
        if (answer.late || again.late || other.late) wrong.push('late');
        if (other.errors !== undefined || other.data === null) wrong.push('another query was harmed');
        if (after.text !== whole.text) wrong.push(`not well again: ${after.text.slice(0, 500)}`);
        return [name, wrong] as const;
      }),
    );
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(subgraphNames.map((name) => [name, []])));
  },
);
