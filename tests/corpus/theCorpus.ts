import { join } from 'node:path';
import type { CalendarDate } from '../../domain/calendar';
import { covers } from '../../domain/calendar';
import type { PlacedStatement } from '../../ingest/corpus';
import { readCorpus } from '../../ingest/read';
import type { AgencyRecord } from '../../ingest/records';

const project = join(__dirname, '../..');

export const corpusFolder = join(project, 'corpus');
/** Beside a checkout of the project where the documents themselves are at hand; elsewhere absent. */
export const seedsFolder = join(project, '../shared/seeds');
export const factsFolder = join(project, '../shared/facts');

export const { corpus, problems } = readCorpus(corpusFolder);

export const qd06 = 'qd-06-qd-ttg-2022';
export const qd468 = 'qd-468-qd-ubnd-dak-nong-2022';
export const namTrung = 'kh-nam-trung-2022';
export const lucBinh = 'kh-luc-binh-2022';
export const chuRang = 'kh-24-chu-rang-2023';

export function statementsOf(document: string): PlacedStatement[] {
  return corpus.statements.filter((statement) => statement.document === document);
}

/** Bodies of these kinds that exist on a day, by the kind they were of that day. */
export function bodiesOn(kinds: ReadonlyArray<AgencyRecord['kind']>, on: CalendarDate): AgencyRecord[] {
  return corpus.agencies.filter((agency) => covers(agency.existsFrom, agency.existsUntil, on) && kinds.includes(kindOn(agency, on)));
}

function kindOn(agency: AgencyRecord, on: CalendarDate): AgencyRecord['kind'] {
  const former = [...agency.formerKinds].sort((a, b) => a.until.localeCompare(b.until)).find(({ until }) => on < until);
  return former?.kind ?? agency.kind;
}
