import { join } from 'node:path';
import type { Corpus, PlacedStatement } from '../../ingest/corpus';
import { readCorpus } from '../../ingest/read';
import type { AgencyRecord } from '../../ingest/records';
import { projectRoot } from '../../shared/config';
import { MARK, MARK_EN } from './size';

const NATIONAL_PLAN = 'qd-06-qd-ttg-2022';
const PREFIX = 'gen-';

/**
 * What stands above the provinces, and the provinces themselves, after the corpus: bodies, databases, the national plan. Every id gets
 * a prefix and every record the mark of generated data, so that nothing of it can be taken for a fact.
 */
export function nationalBase(): Corpus {
  return (base ??= readBase());
}

let base: Corpus | undefined;

function readBase(): Corpus {
  const { corpus } = readCorpus(join(projectRoot, 'corpus'));
  const agencies = corpus.agencies.filter(isNational);
  const kept = new Set(agencies.map(({ id }) => id));
  const national = (reference: string) => reference.startsWith(`${NATIONAL_PLAN}/`);
  const standing: Corpus = {
    ...corpus,
    agencies,
    successions: corpus.successions.filter(({ from, to }) => kept.has(from) && (to === null || kept.has(to))),
    statements: corpus.statements.filter(({ document }) => document === NATIONAL_PLAN),
    services: corpus.services.filter(({ statement }) => national(statement)),
    outputs: corpus.outputs.filter(({ statement }) => national(statement)),
    dependencies: corpus.dependencies.filter(({ on, of }) => national(on) && of.every(national)),
  };
  return renamed(standing, idsOf(corpus));
}

function isNational({ level, kind }: AgencyRecord): boolean {
  return level === 'CENTRAL' || level === 'NON_STATE' || kind === 'PROVINCE' || kind === 'CENTRAL_CITY';
}

function idsOf(corpus: Corpus): ReadonlySet<string> {
  const named = [corpus.documents, corpus.agencies, corpus.successions, corpus.databases, corpus.services, corpus.nationalLists];
  return new Set([...named.flat(), ...corpus.triggers, ...corpus.dependencies].map(({ id }) => id));
}

function renamed(corpus: Corpus, ids: ReadonlySet<string>): Corpus {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return ids.has(value) || ids.has(value.split('/')[0] ?? '') ? PREFIX + value : value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, key === 'name' || key === 'title' ? inner : walk(inner)] as const);
    return Object.fromEntries(entries.map((entry) => marked(...entry)));
  };
  return walk(corpus) as Corpus;
}

function marked(key: string, value: unknown): [string, unknown] {
  if (key === 'confidence') return [key, 'UNVERIFIED'];
  if (key === 'note') return [key, MARK];
  if (key === 'noteEn') return [key, MARK_EN];
  if (key === 'number' && typeof value === 'string') return [key, `GEN-${value}`];
  return [key, value];
}

/** Provisions that local plans are derived from: each once, in document order. */
export function templates({ statements }: Corpus): PlacedStatement[] {
  const twins = new Set(statements.flatMap(({ path, twinOf }) => (/^PL\d/.test(path) && twinOf.length > 0 ? [path] : [])));
  return statements.filter(({ path }) => !twins.has(path));
}
