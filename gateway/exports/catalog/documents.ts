import { both, concept, iri, iris, known, type RdfNode } from './rdf';

interface Identified {
  readonly id: string;
}

interface ForceTerm {
  readonly state: string;
  readonly from: string | null;
  readonly dissent: boolean;
}

interface DocumentRow extends Identified {
  readonly kind: string;
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly confidence: string;
  readonly vi: string;
  readonly en: string;
  readonly issuer: Identified | null;
  readonly force: string;
  readonly forceHistory: readonly ForceTerm[];
  readonly basedOn: readonly Identified[];
  readonly implements: readonly Identified[];
  readonly citations: readonly { readonly document: Identified | null }[];
}

export const documentsQuery = `query CatalogDocuments($after: String) {
  list: documents(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      kind
      number
      issuedOn
      confidence
      vi: title
      en: title(language: EN)
      issuer { id }
      force
      forceHistory { state from dissent }
      basedOn { id }
      implements { id }
      citations { document { id } }
    }
  }
}`;

/** Of the words of ELI; UNKNOWN has none. */
const FORCE: Readonly<Record<string, string>> = {
  NOT_YET: 'eli:InForce-notInForce',
  IN_FORCE: 'eli:InForce-inForce',
  PARTLY_IN_FORCE: 'eli:InForce-partiallyInForce',
  EXPIRED: 'eli:InForce-notInForce',
};

const VIETNAMESE = 'http://publications.europa.eu/resource/authority/language/VIE';
const ENGLISH = 'http://publications.europa.eu/resource/authority/language/ENG';

/** A document as the European Legislation Identifier has it: the work, and its title in each language. */
export function documentNode(row: DocumentRow): RdfNode {
  const terms = row.forceHistory.filter(({ dissent }) => !dissent);
  const cited = row.citations.flatMap(({ document }) => (document === null ? [] : [document]));
  return known({
    '@id': iri(row.id),
    '@type': 'eli:LegalResource',
    'dct:identifier': row.id,
    'dct:title': both(row.vi, row.en),
    'eli:type_document': concept('DocumentKind', row.kind),
    'eli:number': row.number,
    'eli:date_document': row.issuedOn,
    'eli:passed_by': row.issuer === null ? null : iri(row.issuer.id),
    'eli:in_force': FORCE[row.force],
    'eli:first_date_entry_in_force': terms.find(({ state }) => state === 'IN_FORCE')?.from,
    'eli:date_no_longer_in_force': terms.find(({ state }) => state === 'EXPIRED')?.from,
    'eli:based_on': iris(row.basedOn),
    'eli:applies': iris(row.implements),
    'eli:cites': [...new Set(iris(cited))],
    'eli:is_realized_by': [expression(row.id, row.vi, VIETNAMESE), ...(row.en === row.vi ? [] : [expression(row.id, row.en, ENGLISH)])],
    'adms:status': concept('Confidence', row.confidence),
  });
}

function expression(id: string, title: string, language: string): RdfNode {
  return {
    '@id': `${iri(id)}#${language.slice(-3).toLowerCase()}`,
    '@type': 'eli:LegalExpression',
    'eli:title': title,
    'eli:language': language,
  };
}
