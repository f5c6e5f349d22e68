import { isEnumType, type GraphQLSchema } from 'graphql';
import { wordsOf } from '../words';

/** A node of the graph of a catalogue, as JSON-LD. */
export type RdfNode = Readonly<Record<string, unknown>>;

const date = (term: string): object => ({ '@id': term, '@type': 'xsd:date' });
const link = (term: string): object => ({ '@id': term, '@type': '@id' });
const inLanguages = (term: string): object => ({ '@id': term, '@container': '@language' });

/** Prefixes, and which properties hold days, links or texts by language. */
export const context: RdfNode = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  org: 'http://www.w3.org/ns/org#',
  schema: 'http://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  inCatalog: { '@reverse': 'dcat:dataset', '@type': '@id' },
  inCatalogAsResource: { '@reverse': 'dcat:resource', '@type': '@id' },
  ...Object.fromEntries(
    ['adms:status', 'dct:hasPart', 'dct:isReferencedBy', 'dct:publisher', 'dct:source', 'dct:subject', 'dct:type']
      .concat(['eli:applies', 'eli:based_on', 'eli:cites', 'eli:in_force', 'eli:passed_by', 'eli:type_document', 'eli:language'])
      .concat(['org:classification', 'org:originalOrganization', 'org:resultingOrganization', 'org:subOrganizationOf', 'skos:inScheme'])
      .map((term) => [term, link(term)]),
  ),
  ...Object.fromEntries(
    ['dct:date', 'eli:date_document', 'eli:first_date_entry_in_force', 'eli:date_no_longer_in_force']
      .concat(['schema:foundingDate', 'schema:dissolutionDate'])
      .map((term) => [term, date(term)]),
  ),
  ...Object.fromEntries(['dct:title', 'dct:description', 'skos:prefLabel', 'skos:note'].map((term) => [term, inLanguages(term)])),
  'dct:alternative': { '@id': 'dct:alternative', '@language': 'vi' },
  'skos:altLabel': { '@id': 'skos:altLabel', '@language': 'vi' },
};

/** The name of a thing of the graph in RDF: its global id as a URN. */
export function iri(id: string): string {
  return `urn:ketnoi:${id}`;
}

export function iris(things: readonly { readonly id: string }[]): string[] {
  return things.map(({ id }) => iri(id));
}

/** The name of an enum's value in RDF. */
export function concept(enumName: string, value: string): string {
  return iri(`${enumName}:${value}`);
}

/** A text in both languages; one that has no translation stands once. */
export function both(vi: string, en: string): Readonly<Record<string, string>> {
  return en === vi ? { vi } : { vi, en };
}

/** Without the properties that nothing is known of. */
export function known(node: RdfNode): RdfNode {
  return Object.fromEntries(
    Object.entries(node).filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

const VOCABULARIES = ['AgencyKind', 'DatabaseKind', 'DocumentKind', 'SuccessionKind', 'Confidence'];

/** The words that other nodes are classified with. */
export function concepts(schema: GraphQLSchema): RdfNode[] {
  const vi = wordsOf(schema, 'VI');
  const en = wordsOf(schema, 'EN');
  return VOCABULARIES.flatMap((name) => {
    const type = schema.getType(name);
    if (!isEnumType(type)) return [];
    const scheme = { '@id': iri(name), '@type': 'skos:ConceptScheme', 'skos:prefLabel': { en: name } };
    const values = type.getValues().map(({ name: value }) => ({
      '@id': concept(name, value),
      '@type': 'skos:Concept',
      'skos:inScheme': iri(name),
      'skos:prefLabel': both(vi(name, value), en(name, value)),
    }));
    return [scheme, ...values];
  });
}
