import { Readable } from 'node:stream';
import { pageIn, started, type Asking, type GraphReader, type Question } from '../GraphReader';
import { agenciesQuery, agencyNodes } from './agencies';
import { CATALOG, databaseNode, databasesQuery } from './databases';
import { documentNode, documentsQuery } from './documents';
import { concepts, context, iri, type RdfNode } from './rdf';

type Rows<Row> = AsyncGenerator<Row, void, undefined>;
type RowOf<Change> = Change extends (row: infer Row) => unknown ? Row : never;

/** The whole catalogue as one JSON-LD document; null where the graph has not what it needs. */
export function catalogOf(reader: GraphReader): ((asking: Asking) => Promise<Readable>) | null {
  const databases = reader.question(databasesQuery);
  const agencies = reader.question(agenciesQuery);
  const documents = reader.question(documentsQuery);
  if (databases === null || agencies === null || documents === null) return null;
  const list = <Row>(question: Question, asking: Asking): Promise<Rows<Row>> => started(reader.rows<Row>(question, asking, pageIn));
  return async (asking) => {
    const lists = await Promise.all([
      list<RowOf<typeof databaseNode>>(databases, asking),
      list<RowOf<typeof agencyNodes>>(agencies, asking),
      list<RowOf<typeof documentNode>>(documents, asking),
    ]);
    const fixed = [catalogNode, publisherNode, ...concepts(reader.schema)];
    return Readable.from(written(nodes(fixed, lists)), { objectMode: false });
  };
}

const PUBLISHER = iri('publisher');

const catalogNode: RdfNode = {
  '@id': CATALOG,
  '@type': 'dcat:Catalog',
  'dct:title': { vi: 'Danh mục Kết Nối', en: 'Kết Nối catalogue' },
  'dct:description': {
    vi: 'Cơ sở dữ liệu, cơ quan và văn bản trong nghĩa vụ kết nối dữ liệu quốc gia.',
    en: "Databases, agencies and documents in the duties that connect Vietnam's national data.",
  },
  'dct:publisher': PUBLISHER,
};
const publisherNode: RdfNode = { '@id': PUBLISHER, '@type': 'foaf:Agent', 'foaf:name': 'Kết Nối' };

async function* nodes(
  fixed: readonly RdfNode[],
  [databases, agencies, documents]: readonly [
    Rows<RowOf<typeof databaseNode>>,
    Rows<RowOf<typeof agencyNodes>>,
    Rows<RowOf<typeof documentNode>>,
  ],
): AsyncGenerator<RdfNode, void, undefined> {
  yield* fixed;
  for await (const row of databases) yield databaseNode(row);
  for await (const row of agencies) yield* agencyNodes(row);
  for await (const row of documents) yield documentNode(row);
}

async function* written(all: AsyncIterable<RdfNode>): AsyncGenerator<string, void, undefined> {
  yield `{"@context":${JSON.stringify(context)},"@graph":[`;
  let between = '\n';
  for await (const node of all) {
    yield between + JSON.stringify(node);
    between = ',\n';
  }
  yield '\n]}\n';
}
