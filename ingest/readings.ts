import { inResponsibilitySection, leadsUnder, readingPolicies, type ReadingPolicy } from '../domain/reading';
import type { PlacedStatement } from './corpus';
import { connectionsOf, type Duty } from './duties';

export interface LeadUnderReading {
  readonly duty: string;
  readonly reading: ReadingPolicy;
  readonly agency: string;
}

/** Who leads each duty under each reading of its document. */
export function leadsByReading(duties: readonly Duty[]): LeadUnderReading[] {
  const responsibilities = new Map<string, PlacedStatement[]>();
  for (const statement of duties.flatMap((duty) => duty.statements)) {
    if (statement.kind !== 'CONNECTION' || !inResponsibilitySection(statement.path)) continue;
    for (const slug of connectionsOf(statement, 'pairs')) {
      const key = `${statement.document}/${slug}`;
      responsibilities.set(key, [...(responsibilities.get(key) ?? []), statement]);
    }
  }
  return duties.flatMap((duty) => {
    const slugs = duty.statements.flatMap((statement) => (statement.kind === 'CONNECTION' ? connectionsOf(statement, 'pairs') : []));
    const related = slugs.flatMap((slug) => responsibilities.get(`${duty.document}/${slug}`) ?? []);
    return readingPolicies.flatMap((reading) =>
      leadsUnder(reading, duty.statements, related).map((agency) => ({ duty: duty.key, reading, agency })),
    );
  });
}
