import { citationLabel, documentLabel } from '../../../domain/citation';
import { cyclesOf, withinCycle, type DependencyCite } from '../../../domain/dependencies';
import { statementKey, type Corpus } from '../../../ingest/corpus';
import { dependenciesOf } from '../../../ingest/dependencies';
import { dutiesOf } from '../../../ingest/duties';

const obligationId = (key: string) => `obligation:${key}`;

/** Edges between duties, the circles among them, and which duty delivers which service. */
export function dependencyRows(corpus: Corpus): ReadonlyArray<readonly [table: string, rows: readonly object[]]> {
  const edges = dependenciesOf(corpus);
  const cycles = cyclesOf(edges);
  const keyOf = new Map(dutiesOf(corpus).flatMap((duty) => duty.statements.map((statement) => [statementKey(statement), duty.key])));
  return [
    [
      'obligation_dependency',
      edges.map((edge) => ({
        obligation_id: obligationId(edge.of),
        on_id: obligationId(edge.on),
        kind: edge.kind,
        implied: edge.implied,
        in_cycle: withinCycle(edge, cycles),
        citations: edge.cites.flatMap((cite) => citation(corpus, cite)),
        explanation: edge.explanation.vi,
        explanation_en: edge.explanation.en,
      })),
    ],
    [
      'dependency_cycle',
      cycles.flatMap((circle, cycle) => circle.map((key, position) => ({ cycle, position, obligation_id: obligationId(key) }))),
    ],
    [
      'obligation_service',
      corpus.services.map((service) => ({
        obligation_id: obligationId(keyOf.get(service.statement) ?? ''),
        service_id: `service:${service.id}`,
      })),
    ],
  ];
}

/** A citation as the graph shows it; a source that is no document of the corpus is told by the confidence of its record alone. */
function citation(corpus: Corpus, { document: slug, path, lines, source }: DependencyCite): object[] {
  const document = corpus.documents.find((record) => record.id === slug);
  if (document === undefined) return [];
  const label = citationLabel(path, documentLabel(document));
  return [{ documentId: `document:${document.id}`, path, lines, sourceUrl: source, labelVi: label.vi, labelEn: label.en }];
}
