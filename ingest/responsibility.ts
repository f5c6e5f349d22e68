import { explain } from '../domain/explanation';
import { responsibilities, type Responsibility } from '../domain/succession';
import type { Corpus } from './corpus';
import { connectionsOf, type Duty } from './duties';
import { namesOf, organisationOf } from './organisation';

export type BearerRole = 'LEAD' | 'COORDINATING';

/** Duties of one body on the same databases of its work have the same bearers at all times: one case. */
export interface ResponsibilityCase {
  readonly id: string;
  readonly origin: string;
  readonly terms: ReadonlyArray<Responsibility & { readonly explanation: { readonly vi: string; readonly en: string } }>;
}

export interface DutyCase {
  readonly duty: string;
  readonly role: BearerRole;
  readonly caseId: string;
}

/** Who answers for which duty, over all time. A lead that no provision states counts where none is stated. */
export function responsibilityOf(corpus: Corpus, duties: readonly Duty[]): { cases: ResponsibilityCase[]; dutyCases: DutyCase[] } {
  const organisation = organisationOf(corpus);
  const names = namesOf(corpus);
  const days = organisation.changeDays();
  const work = workOf(corpus);
  const cases = new Map<string, ResponsibilityCase>();
  const dutyCases: DutyCase[] = [];
  for (const duty of duties) {
    const { lead, impliedLead, coordinating } = duty.reading;
    const roles: Array<[BearerRole, readonly string[]]> = [
      ['LEAD', lead.length > 0 ? lead : impliedLead],
      ['COORDINATING', coordinating],
    ];
    const databases = databasesOf(duty);
    for (const [role, origins] of roles) {
      for (const origin of new Set(origins)) {
        const own = databases.filter((database) => work.get(origin)?.has(database) === true);
        const id = [origin, ...own].join('+');
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
