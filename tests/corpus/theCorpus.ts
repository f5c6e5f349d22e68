import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDate } from '../../domain/calendar';
import { covers } from '../../domain/calendar';
import type { PlacedStatement } from '../../ingest/corpus';
import { readCorpus, type ReadCorpus } from '../../ingest/read';
import type { AgencyRecord } from '../../ingest/records';
import { testFolder } from '../support/store';
import { corpusFolder } from './folders';

/** Read once in a run of the tests: the first that needs it leaves it for the others. */
function readOnce(): Pick<ReadCorpus, 'corpus' | 'problems'> {
  const file = join(testFolder(), 'corpus.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Pick<ReadCorpus, 'corpus' | 'problems'>;
  const { corpus, problems } = readCorpus(corpusFolder);
  const unfinished = `${file}.${String(process.pid)}`;
  writeFileSync(unfinished, JSON.stringify({ corpus, problems }));
  renameSync(unfinished, file);
  return { corpus, problems };
}

export const { corpus, problems } = readOnce();

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
