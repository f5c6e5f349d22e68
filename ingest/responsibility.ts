import { createHash } from 'node:crypto';
import { explain } from '../domain/explanation';
import { responsibilities, type Responsibility } from '../domain/succession';
import type { Corpus } from './corpus';
import { connectionsOf, type Duty } from './duties';
import { namesOf, organisationOf } from './organisation';

/** What a body is to a duty: it bears it, verifies reports on it, or issued the document that gives it. */
type DutyRole = 'LEAD' | 'COORDINATING' | 'VERIFYING' | 'ISSUING';

/** Duties of one body on the same databases of its work have the same bearers at all times: one case. */
export interface ResponsibilityCase {
  readonly id: string;
  readonly origin: string;
  readonly terms: ReadonlyArray<Responsibility & { readonly explanation: { readonly vi: string; readonly en: string } }>;
}

export interface DutyCase {
  readonly duty: string;
  readonly role: DutyRole;
  readonly caseId: string;
}

/**
 * Who answers for which duty, verifies it and issued it, over all time. A lead that no provision states counts where none
 * is stated. To verify or to issue belongs to no database, so those pass on only with the whole of a body.
 */
export function responsibilityOf(corpus: Corpus, duties: readonly Duty[]): { cases: ResponsibilityCase[]; dutyCases: DutyCase[] } {
  const organisation = organisationOf(corpus);
  const names = namesOf(corpus);
  const days = organisation.changeDays();
  const work = workOf(corpus);
  const documents = new Map(corpus.documents.map((document) => [document.id, document]));
  const cases = new Map<string, ResponsibilityCase>();
  const dutyCases: DutyCase[] = [];
  for (const duty of duties) {
    const { lead, impliedLead, coordinating } = duty.reading;
    const { verifiers = [], issuer = null } = documents.get(duty.document) ?? {};
    const databases = databasesOf(duty);
    const roles: ReadonlyArray<[DutyRole, readonly string[], readonly string[]]> = [
      ['LEAD', lead.length > 0 ? lead : impliedLead, databases],
      ['COORDINATING', coordinating, databases],
      ['VERIFYING', verifiers.map(({ agency }) => agency), []],
      ['ISSUING', issuer === null ? [] : [issuer], []],
    ];
    for (const [role, origins, touched] of roles) {
      for (const origin of new Set(origins)) {
        const own = touched.filter((database) => work.get(origin)?.has(database) === true);
        const id = caseId(origin, own);
        if (!cases.has(id)) {
          const terms = responsibilities(organisation, origin, own, days).map((term) => ({
            ...term,
            explanation: explain(origin, term, names),
          }));
          cases.set(id, { id, origin, terms });
        }
        dutyCases.push({ duty: duty.key, role, caseId: id });
      }
    }
  }
  return { cases: [...cases.values()], dutyCases };
}

const LONGEST_CASE_ID = 500;

/** An id stands in an index, which takes no long one. */
function caseId(origin: string, databases: readonly string[]): string {
  const id = [origin, ...databases].join('+');
  return id.length <= LONGEST_CASE_ID ? id : `${origin}+${createHash('sha256').update(id).digest('hex')}`;
}

/** Databases of a duty: those its text connects, else those it implies. */
function databasesOf(duty: Duty): string[] {
  const ends = (which: 'pairs' | 'impliedPairs') =>
    [...new Set(duty.statements.flatMap((statement) => connectionsOf(statement, which)).flatMap((slug) => slug.split('~')))].sort();
  const named = ends('pairs');
  return named.length > 0 ? named : ends('impliedPairs');
}

/** Databases that belong to the work of each body: it owned them at some time, or passed them on. */
function workOf(corpus: Corpus): Map<string, Set<string>> {
  const work = new Map<string, Set<string>>();
  const add = (agency: string, database: string) => work.set(agency, (work.get(agency) ?? new Set()).add(database));
  for (const record of corpus.databases) for (const owner of record.owners) add(owner.agency, record.id);
  for (const record of corpus.successions) for (const database of record.scope) add(record.from, database);
  return work;
}
