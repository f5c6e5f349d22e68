import { rowsDatedOtherwise } from './appendixRows';
import { connectionDatedTwice, leadsOfPartFour } from './connections';
import { carriedOutBeforeIssue, connectionBeforeRule, serviceBeforeConnection } from './dependencies';
import { conflictId, conflictKinds, type Facts, type Finding, type Rule, severities } from './facts';
import { unresolvedCitations, withoutDueDate, withoutLead } from './gaps';
import { dueBeforeIssue, laterThanParent, leadAboveIssuer } from './hierarchy';
import { twinsDiffer } from './twins';

const rules: readonly Rule[] = [
  twinsDiffer,
  connectionDatedTwice,
  leadsOfPartFour,
  rowsDatedOtherwise,
  laterThanParent,
  dueBeforeIssue,
  leadAboveIssuer,
  serviceBeforeConnection,
  connectionBeforeRule,
  carriedOutBeforeIssue,
  unresolvedCitations,
  withoutLead,
  withoutDueDate,
];

/** Every conflict that the rules find, gravest first, then by kind, document and place. One conflict has one id. */
export function findConflicts(facts: Facts): Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of rules.flatMap((rule) => rule(facts))) {
    const { vi, en } = finding.explanation;
    if (!found.has(conflictId(finding))) found.set(conflictId(finding), { ...finding, explanation: { vi: capital(vi), en: capital(en) } });
  }
  const position = (finding: Finding) => finding.provisions[0]?.position ?? 0;
  return [...found.values()].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      conflictKinds.indexOf(a.kind) - conflictKinds.indexOf(b.kind) ||
      a.document.localeCompare(b.document) ||
      position(a) - position(b),
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
