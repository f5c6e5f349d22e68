import { z } from 'zod';
import { parseDay, type CalendarDate } from '../domain/calendar';
import {
  agencyKinds,
  channels,
  confidences,
  databaseKinds,
  deadlinePrecisions,
  documentKinds,
  governmentLevels,
  obligationKinds,
  successionKinds,
} from '../domain/vocabulary';

/**
 * The records of the corpus (see corpus/README.md). The order of keys here is the canonical order in the files.
 */
const day = z
  .string()
  .refine((text) => parseDay(text) !== null, 'not a calendar day; expected YYYY-MM-DD')
  .transform((text) => text as CalendarDate);
const optionalDay = day.nullish().transform((value) => value ?? null);
export const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'not an id; expected lower-case ASCII words joined by hyphens');
export const optionalId = id.nullish().transform((value) => value ?? null);
const text = z
  .string()
  .min(1)
  .refine((value) => value === value.normalize('NFC'), 'not in Unicode form NFC');
const optionalUpTo = (last: number) =>
  z
    .int()
    .min(1)
    .max(last)
    .nullish()
    .transform((value) => value ?? null);
const optionalText = text.nullish().transform((value) => value ?? null);
export const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const lineRange = z.tuple([z.int().min(1), z.int().min(1)]).refine(([first, last]) => first <= last, 'lines run from first to last');
export const reference = z.string().regex(/^[a-z0-9-]+\/\S+$/, 'not a reference to a statement; expected <document>/<path>');
const confidence = z.enum(confidences);

const cite = z.strictObject({
  document: optionalId,
  path: optionalText,
  lines: lineRange.nullish().transform((value) => value ?? null),
  source: optionalText,
  note: optionalText,
});

export const provenance = {
  confidence,
  cites: list(cite),
  checkedOn: optionalDay,
  note: optionalText,
  noteEn: optionalText,
};

/** Who receives the reports on a document's duties, or examines and urges them. */
const verifier = z.strictObject({
  agency: id,
  cites: list(cite).refine((cites) => cites.length > 0, 'says not where the text names it'),
  note: optionalText,
  noteEn: optionalText,
});

export const documentRecord = z.strictObject({
  id,
  kind: z.enum(documentKinds),
  number: optionalText,
  issuer: optionalId,
  issuedOn: optionalDay,
  title: text,
  titleEn: optionalText,
  held: z.boolean(),
  sourceFile: optionalText,
  force: list(
    z.strictObject({
      state: z.enum(['IN_FORCE', 'PARTLY_IN_FORCE', 'EXPIRED']),
      from: optionalDay,
      until: optionalDay,
      by: optionalId,
      path: optionalText,
      dissent: z.boolean().default(false),
      confidence,
      cites: list(cite),
      note: optionalText,
    }),
  ),
  basedOn: list(id),
  implements: list(id),
  citations: list(z.strictObject({ as: text, document: optionalId, path: optionalText, lines: lineRange, note: optionalText })),
  verifiers: list(verifier).refine(
    (verifiers) => new Set(verifiers.map(({ agency }) => agency)).size === verifiers.length,
    'names one body twice',
  ),
  ...provenance,
});
export type DocumentRecord = z.infer<typeof documentRecord>;

const pair = z.tuple([id, id]).refine(([a, b]) => a !== b, 'a connection has two different ends');

const deadline = z.strictObject({
  text: optionalText,
  textInSource: optionalText,
  precision: z.enum(deadlinePrecisions),
  startOn: optionalDay,
  dueOn: optionalDay,
  stages: list(z.strictObject({ audience: text, startOn: optionalDay, dueOn: optionalDay })),
  recurrence: z
    .strictObject({
      every: z.enum(['MONTH', 'QUARTER', 'YEAR', 'WEEK']),
      beforeDay: optionalUpTo(31),
      onDay: optionalUpTo(31),
    })
    .nullish()
    .transform((value) => value ?? null),
  trigger: z
    .strictObject({ text, id: optionalId })
    .nullish()
    .transform((value) => value ?? null),
});

export const statementRecord = z.strictObject({
  path: z.string().regex(/^\S+$/, 'not a path'),
  lines: lineRange.nullish().transform((value) => value ?? null),
  chapeau: list(lineRange),
  kind: z.enum(obligationKinds),
  title: text,
  titleEn: optionalText,
  pairs: list(pair),
  impliedPairs: list(pair),
  lead: list(id),
  impliedLead: list(id),
  jointLead: z.boolean().default(false),
  coordinating: list(id),
  supervising: list(id),
  deadline,
  derivedFrom: list(reference),
  twinOf: list(z.string()),
  onlineLevel: optionalUpTo(4),
  metrics: list(z.strictObject({ value: z.number().nullish(), unit: z.string().nullish(), op: z.string().nullish(), of: z.string() })),
  confidence,
  source: optionalText,
  checkedOn: optionalDay,
  note: optionalText,
  noteEn: optionalText,
});
export type StatementRecord = z.infer<typeof statementRecord>;

const term = { from: optionalDay, until: optionalDay };

export const agencyRecord = z.strictObject({
  id,
  name: text,
  nameEn: optionalText,
  aliases: list(text),
  formerNames: list(z.strictObject({ name: text, until: day })),
  kind: z.enum(agencyKinds),
  formerKinds: list(z.strictObject({ kind: z.enum(agencyKinds), until: day })),
  level: z.enum(governmentLevels),
  parents: list(z.strictObject({ agency: id, ...term })),
  counterpart: optionalId,
  codes: list(z.strictObject({ scheme: text, value: text, ...term })),
  members: list(
    z.strictObject({
      agency: optionalId,
      kinds: list(z.enum(agencyKinds)),
      level: z
        .enum(governmentLevels)
        .nullish()
        .transform((value) => value ?? null),
      within: optionalId,
      ...term,
    }),
  ),
  existsFrom: optionalDay,
  existsUntil: optionalDay,
  ...provenance,
});
export type AgencyRecord = z.infer<typeof agencyRecord>;

export const successionRecord = z.strictObject({
  id,
  from: id,
  to: optionalId,
  candidates: list(id),
  kind: z.enum(successionKinds),
  scope: list(id),
  effectiveFrom: day,
  legalBasis: list(cite),
  ...provenance,
});
export type SuccessionRecord = z.infer<typeof successionRecord>;

export const databaseRecord = z.strictObject({
  id,
  name: text,
  nameEn: optionalText,
  aliases: list(text),
  kind: z.enum(databaseKinds),
  owners: list(z.strictObject({ agency: id, ...term, confidence, cites: list(cite), note: optionalText })),
  parts: list(id),
  calledNationalIn: list(id),
  channels: list(z.enum(channels)),
  ...provenance,
});
export type DatabaseRecord = z.infer<typeof databaseRecord>;

export const serviceRecord = z.strictObject({
  id,
  name: text,
  nameEn: optionalText,
  statement: reference,
  onlineLevel: optionalUpTo(4),
  requires: list(z.strictObject({ pair, implied: z.boolean(), cites: list(cite) })),
  ...provenance,
});
export type ServiceRecord = z.infer<typeof serviceRecord>;

export const nationalListRecord = z.strictObject({
  id,
  document: optionalId,
  ...term,
  size: z.int().min(0),
  databases: list(id),
  ...provenance,
});
export type NationalListRecord = z.infer<typeof nationalListRecord>;

export const outputRecord = z.strictObject({ statement: reference, document: id, issuedOn: optionalDay, ...provenance });
export type OutputRecord = z.infer<typeof outputRecord>;

export const triggerRecord = z.strictObject({
  id,
  name: text,
  nameEn: optionalText,
  fulfilledBy: optionalId,
  fulfilledOn: optionalDay,
  ...provenance,
});
export type TriggerRecord = z.infer<typeof triggerRecord>;
