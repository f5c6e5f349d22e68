import { connectionSlug, fold } from '../../domain/fold';
import type { Corpus } from '../../ingest/corpus';
import { dutiesOf, type Duty } from '../../ingest/duties';
import { statementKey } from '../../ingest/corpus';
import type { ServiceRecord } from '../../ingest/records';

const serviceId = (record: ServiceRecord) => `service:${record.id}`;

export function rows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  const duties = new Map(
    dutiesOf(corpus).flatMap((duty) => duty.statements.map((statement): [string, Duty] => [statementKey(statement), duty])),
  );
  const issued = new Map(corpus.documents.map((document) => [document.id, document.issuedOn]));
  return [
    [
      'public_service',
      corpus.services.map((record, place) => ({
        id: serviceId(record),
        name: record.name,
        name_en: record.nameEn,
        online_level: record.onlineLevel,
        obligation_id: `obligation:${duties.get(record.statement)?.key ?? ''}`,
        ordered_from: issued.get(record.statement.split('/')[0] ?? '') ?? null,
        place,
        terms: [record.name, record.nameEn ?? ''].map(fold).join('\n'),
      })),
    ],
    [
      'service_agency',
      corpus.services.flatMap((record) =>
        (duties.get(record.statement)?.reading.lead ?? []).map((agency, position) => ({
          service_id: serviceId(record),
          position,
          agency_id: `agency:${agency}`,
        })),
      ),
    ],
    [
      'service_requirement',
      corpus.services.flatMap((record) =>
        record.requires.map(({ pair: [a, b], implied }, position) => ({
          service_id: serviceId(record),
          position,
          connection_id: `connection:${connectionSlug(a, b)}`,
          implied,
        })),
      ),
    ],
  ];
}
