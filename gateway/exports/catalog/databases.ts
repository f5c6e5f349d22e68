import { both, concept, iri, iris, known, type RdfNode } from './rdf';

interface Identified {
  readonly id: string;
}

interface DatabaseRow extends Identified {
  readonly vi: string;
  readonly en: string;
  readonly aliases: readonly string[];
  readonly kind: string;
  readonly confidence: string;
  readonly noteVi: string | null;
  readonly noteEn: string | null;
  readonly owner: (Identified & { readonly vi: string; readonly en: string }) | null;
  readonly parts: readonly Identified[];
  readonly calledNationalIn: readonly Identified[];
}

export const databasesQuery = `query CatalogDatabases($after: String) {
  list: databases(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      vi: name
      en: name(language: EN)
      aliases
      kind
      confidence
      noteVi: note
      noteEn: note(language: EN)
      owner { id vi: name en: name(language: EN) }
      parts { id }
      calledNationalIn { id }
    }
  }
}`;

export const CATALOG = iri('catalog');

/** What holds records is a dataset; a platform, portal, application or card is a resource that works with them. */
const STORES: ReadonlySet<string> = new Set(['NATIONAL_DATABASE', 'SPECIALISED_DATABASE', 'LOCAL_SYSTEM', 'GROUP']);

/** A database as DCAT-AP and BRegDCAT-AP have it. */
export function databaseNode(row: DatabaseRow): RdfNode {
  const { owner } = row;
  const store = STORES.has(row.kind);
  const ownedVi = owner === null ? row.vi : `${row.vi}. Cơ quan chủ quản: ${owner.vi}.`;
  const ownedEn = owner === null ? row.en : `${row.en}. In charge: ${owner.en}.`;
  return known({
    '@id': iri(row.id),
    '@type': store ? 'dcat:Dataset' : 'dcat:Resource',
    [store ? 'inCatalog' : 'inCatalogAsResource']: CATALOG,
    'dct:identifier': row.id,
    'dct:title': both(row.vi, row.en),
    'dct:description': both(row.noteVi ?? ownedVi, row.noteEn ?? ownedEn),
    'dct:alternative': row.aliases,
    'dct:type': concept('DatabaseKind', row.kind),
    'dct:publisher': owner === null ? null : iri(owner.id),
    'dct:hasPart': iris(row.parts),
    'dct:isReferencedBy': iris(row.calledNationalIn),
    'adms:status': concept('Confidence', row.confidence),
  });
}
