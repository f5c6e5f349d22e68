import { expand, toRDF, type JsonLdDocument } from 'jsonld';
import { startTestGraph, type TestGraph } from '../support/graph';
import { fetchFile } from './support';

interface Quad {
  readonly subject: { readonly value: string };
  readonly predicate: { readonly value: string };
  readonly object: { readonly value: string; readonly language?: string; readonly datatype?: { readonly value: string } };
}

const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const DCT = 'http://purl.org/dc/terms/';
const DCAT = 'http://www.w3.org/ns/dcat#';
const ELI = 'http://data.europa.eu/eli/ontology#';
const ORG = 'http://www.w3.org/ns/org#';

describe('the catalogue as linked data', () => {
  let graph: TestGraph;
  let document: JsonLdDocument;
  let quads: readonly Quad[];
  beforeAll(async () => {
    graph = await startTestGraph();
    const response = await fetchFile(graph, '/catalog.jsonld');
    expect(response.headers.get('content-type')).toBe('application/ld+json; charset=utf-8');
    document = (await response.json()) as JsonLdDocument;
    // safe: anything that JSON-LD would drop, such as a property without a vocabulary, is an error.
    quads = (await toRDF(document, { safe: true } as object)) as readonly Quad[];
  });
  afterAll(() => graph.close());

  const having = (predicate: string, object?: string): Quad[] =>
    quads.filter((quad) => quad.predicate.value === predicate && (object === undefined || quad.object.value === object));
  const of = (subject: string, predicate: string): Array<Quad['object']> =>
    having(predicate)
      .filter((quad) => quad.subject.value === subject)
      .map(({ object }) => object);
  const total = async (field: string, args = 'first: 1'): Promise<number> =>
    (await graph.ask(`{ ${field}(${args}) { totalCount } }`)).data[field].totalCount as number;

  it('has every database, agency and document', async () => {
    expect(await expand(document)).not.toHaveLength(0);
    const databases = [...having(TYPE, `${DCAT}Dataset`), ...having(TYPE, `${DCAT}Resource`)];
    expect(databases).toHaveLength(await total('databases'));
    expect([...having(`${DCAT}dataset`), ...having(`${DCAT}resource`)]).toHaveLength(databases.length);
    expect(having(TYPE, `${ELI}LegalResource`)).toHaveLength(await total('documents'));
    expect(having(`${ORG}classification`)).toHaveLength(await total('agencies', 'first: 1, filter: { includeFormer: true }'));
  });

  it('a database has what DCAT-AP demands: title, description, and who publishes it', () => {
    const id = 'urn:ketnoi:database:csdlqg-dan-cu';
    expect(of(id, `${DCT}title`)).toContainEqual(expect.objectContaining({ value: 'Cơ sở dữ liệu quốc gia về dân cư', language: 'vi' }));
    expect(of(id, `${DCT}publisher`).map(({ value }) => value)).toEqual(['urn:ketnoi:agency:bo-cong-an']);
    for (const { subject } of having(TYPE, `${DCAT}Dataset`)) {
      expect(of(subject.value, `${DCT}title`).length).toBeGreaterThan(0);
      expect(of(subject.value, `${DCT}description`).length).toBeGreaterThan(0);
    }
  });

  it('a change of organisation has its day, origin, result and legal basis', () => {
    const id = 'urn:ketnoi:succession:bo-giao-thong-van-tai-2025-bo-cong-an-giay-phep-lai-xe';
    expect(of(id, TYPE).map(({ value }) => value)).toEqual([`${ORG}ChangeEvent`]);
    expect(of(id, `${DCT}date`)).toMatchObject([{ value: '2025-03-01', datatype: { value: expect.stringMatching(/#date$/) } }]);
    expect(of(id, `${ORG}originalOrganization`).map(({ value }) => value)).toEqual(['urn:ketnoi:agency:bo-giao-thong-van-tai']);
    expect(of(id, `${ORG}resultingOrganization`).map(({ value }) => value)).toEqual(['urn:ketnoi:agency:bo-cong-an']);
    expect(of(id, `${DCT}source`).map(({ value }) => value)).toContain('urn:ketnoi:document:nd-02-2025-nd-cp');
  });

  it('a document has its number, day, force and links', () => {
    const id = 'urn:ketnoi:document:qd-06-qd-ttg-2022';
    expect(of(id, `${ELI}number`).map(({ value }) => value)).toEqual(['06/QĐ-TTg']);
    expect(of(id, `${ELI}date_document`)).toMatchObject([{ value: '2022-01-06' }]);
    expect(of(id, `${ELI}in_force`).map(({ value }) => value)).toEqual([`${ELI}InForce-inForce`]);
    expect(of(id, `${ELI}cites`).length).toBeGreaterThan(10);
    expect(of('urn:ketnoi:document:qd-468-qd-ubnd-dak-nong-2022', `${ELI}applies`).map(({ value }) => value)).toContain(id);
  });

  it('every agency, document and concept that is pointed at is described', () => {
    const described = new Set(having(TYPE).map(({ subject }) => subject.value));
    const pointed = quads.map(({ object }) => object.value).filter((value) => value.startsWith('urn:ketnoi:'));
    expect([...new Set(pointed)].filter((value) => !described.has(value))).toEqual([]);
  });

  it('follows the day', async () => {
    const response = await fetchFile(graph, '/catalog.jsonld?asOf=2022-01-05');
    const before = (await toRDF((await response.json()) as JsonLdDocument)) as readonly Quad[];
    const force = before.find(
      ({ subject, predicate }) => subject.value === 'urn:ketnoi:document:qd-06-qd-ttg-2022' && predicate.value === `${ELI}in_force`,
    );
    expect(force?.object.value).toBe(`${ELI}InForce-notInForce`);
  });
});
