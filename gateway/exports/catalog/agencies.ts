import { both, concept, iri, iris, known, type RdfNode } from './rdf';

interface Identified {
  readonly id: string;
}

interface SuccessionRow extends Identified {
  readonly kind: string;
  readonly effectiveFrom: string;
  readonly confidence: string;
  readonly from: Identified;
  readonly to: Identified | null;
  readonly scope: readonly Identified[];
  readonly legalBasis: readonly { readonly document: Identified }[];
  readonly vi: string | null;
  readonly en: string | null;
}

interface AgencyRow extends Identified {
  readonly vi: string;
  readonly en: string;
  readonly aliases: readonly string[];
  readonly kind: string;
  readonly collective: boolean;
  readonly confidence: string;
  readonly existsFrom: string | null;
  readonly existsUntil: string | null;
  readonly parent: Identified | null;
  readonly codes: readonly { readonly scheme: string; readonly value: string }[];
  readonly successions: readonly SuccessionRow[];
}

export const agenciesQuery = `query CatalogAgencies($after: String) {
  list: agencies(filter: { includeFormer: true }, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      vi: name
      en: name(language: EN)
      aliases
      kind
      collective
      confidence
      existsFrom
      existsUntil
      parent { id }
      codes { scheme value }
      successions {
        id
        kind
        effectiveFrom
        confidence
        from { id }
        to { id }
        scope { id }
        legalBasis { document { id } }
        vi: note
        en: note(language: EN)
      }
    }
  }
}`;

const POSTS: ReadonlySet<string> = new Set(['OFFICE_HOLDER', 'OFFICIAL']);
const UNITS: ReadonlySet<string> = new Set(['DEPARTMENT', 'OFFICE', 'UNIT']);

function typesOf({ kind, collective }: AgencyRow): string[] {
  if (POSTS.has(kind)) return ['org:Post'];
  if (collective) return ['org:OrganizationalCollaboration', 'foaf:Agent'];
  return [UNITS.has(kind) ? 'org:OrganizationalUnit' : 'org:FormalOrganization', 'foaf:Agent'];
}

/** An agency, and the changes of which it is the origin, as the Organization Ontology has them. */
export function agencyNodes(row: AgencyRow): RdfNode[] {
  const changes = row.successions.filter(({ from }) => from.id === row.id);
  return [agencyNode(row), ...changes.map(changeNode)];
}

function agencyNode(row: AgencyRow): RdfNode {
  return known({
    '@id': iri(row.id),
    '@type': typesOf(row),
    'dct:identifier': row.id,
    'skos:prefLabel': both(row.vi, row.en),
    'skos:altLabel': row.aliases,
    'foaf:name': row.vi,
    'org:classification': concept('AgencyKind', row.kind),
    'org:identifier': row.codes.map(({ scheme, value }) => `${scheme}:${value}`),
    'org:subOrganizationOf': row.parent === null ? null : iri(row.parent.id),
    'schema:foundingDate': row.existsFrom,
    'schema:dissolutionDate': row.existsUntil,
    'adms:status': concept('Confidence', row.confidence),
  });
}

function changeNode(row: SuccessionRow): RdfNode {
  return known({
    '@id': iri(row.id),
    '@type': 'org:ChangeEvent',
    'dct:type': concept('SuccessionKind', row.kind),
    'dct:date': row.effectiveFrom,
    'dct:description': row.vi === null ? null : both(row.vi, row.en ?? row.vi),
    'dct:source': iris(row.legalBasis.map(({ document }) => document)),
    'dct:subject': iris(row.scope),
    'org:originalOrganization': iri(row.from.id),
    'org:resultingOrganization': row.to === null ? null : iri(row.to.id),
    'adms:status': concept('Confidence', row.confidence),
  });
}
