import { documentLabel } from '../domain/citation';
import type { Names, NamedSuccession } from '../domain/explanation';
import { Organisation, type OrganisedAgency } from '../domain/organisation';
import type { Corpus } from './corpus';
import type { AgencyRecord } from './records';

/** The organisation of the state over time, as the corpus has it. Ids are bare slugs. */
export function organisationOf(corpus: Corpus): Organisation {
  return new Organisation(
    corpus.agencies.map(organised),
    corpus.successions.map((record) => ({ ...record, disputed: record.confidence === 'DISPUTED' })),
  );
}

function organised(record: AgencyRecord): OrganisedAgency {
  return {
    id: record.id,
    level: record.level,
    existence: { from: record.existsFrom, until: record.existsUntil },
    kinds: kindTerms(record),
    parents: record.parents,
    members: record.members,
  };
}

/** The kinds an agency had, as half-open terms; the last one is today's. */
export function kindTerms(record: Pick<AgencyRecord, 'kind' | 'formerKinds'>): OrganisedAgency['kinds'] {
  const former = [...record.formerKinds].sort((a, b) => a.until.localeCompare(b.until));
  return [...former, { kind: record.kind, until: null }].map((term, index) => ({
    kind: term.kind,
    from: former[index - 1]?.until ?? null,
    until: term.until,
  }));
}

/** Names for explanations. Unknown ids name themselves; the check of the corpus excludes them. */
export function namesOf(corpus: Corpus): Names {
  const agencies = new Map(corpus.agencies.map((record) => [record.id, { vi: record.name, en: record.nameEn ?? record.name }]));
  const databases = new Map(corpus.databases.map((record) => [record.id, { vi: record.name, en: record.nameEn ?? record.name }]));
  const documents = new Map(corpus.documents.map((record) => [record.id, documentLabel(record)]));
  const successions = new Map(
    corpus.successions.map((record): [string, NamedSuccession] => [
      record.id,
      { ...record, legalBasis: record.legalBasis.flatMap((cite) => (cite.document === null ? [] : (documents.get(cite.document) ?? []))) },
    ]),
  );
  const itself = (id: string) => ({ vi: id, en: id });
  return {
    agency: (id) => agencies.get(id) ?? itself(id),
    database: (id) => databases.get(id) ?? itself(id),
    succession: (id) => {
      const found = successions.get(id);
      if (found === undefined) throw new RangeError(`no such succession: ${id}`);
      return found;
    },
  };
}
