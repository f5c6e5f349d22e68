import { z } from 'zod';

const auditShape = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
  metadata: z.object({ vulnerabilities: z.object({ total: z.number() }) }),
});
const failureShape = z.object({ statusCode: z.number().optional(), error: z.object({ summary: z.string() }).optional() });

const GRAVE: ReadonlySet<string> = new Set(['high', 'critical']);

export type Advisories =
  | { readonly known: true; readonly total: number; readonly grave: readonly string[] }
  /** The registry tells none. */
  | { readonly known: false; readonly reason: string };

/** @param output of `npm audit --json` */
export function readAdvisories(output: string): Advisories {
  const parsed = json(output);
  const audit = auditShape.safeParse(parsed);
  if (audit.success) {
    const grave = Object.entries(audit.data.vulnerabilities).filter(([, { severity }]) => GRAVE.has(severity));
    const { total } = audit.data.metadata.vulnerabilities;
    return { known: true, total, grave: grave.map(([name, { severity, range }]) => `${name} ${range}: ${severity}`) };
  }
  const { statusCode, error } = failureShape.safeParse(parsed).data ?? {};
  const summary = error?.summary === '' ? undefined : error?.summary;
  return { known: false, reason: summary ?? (statusCode === undefined ? 'no answer' : `status ${String(statusCode)}`) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
