import type { CalendarDate } from '../calendar';
import type { Evidence, LegalBasis } from './facts';
import { problem, type Problem } from './refusals';

const KEY_LIMIT = 200;
const TEXT_LIMIT = 10_000;
const URL_LIMIT = 2000;
const PATH_LIMIT = 200;
const TYPE_LIMIT = 100;
const EVIDENCE_LIMIT = 50;

/** Control characters other than line ends and tabs, and halves of characters, which no store keeps. */
const UNKEEPABLE = /[^\P{Cc}\n\r\t]|\p{Cs}/u;
const UNKEEPABLE_IN_LINE = /[\p{Cc}\p{Cs}]/u;

export function checkKey(key: string): Problem[] {
  const good = key.trim() !== '' && key.length <= KEY_LIMIT && !UNKEEPABLE_IN_LINE.test(key);
  return good ? [] : [problem('BAD_KEY', ['idempotencyKey'], { value: key })];
}

export function checkText(text: string | null, path: readonly string[]): Problem[] {
  if (text === null || (text.length <= TEXT_LIMIT && !UNKEEPABLE.test(text))) return [];
  return [problem('BAD_TEXT', path, { value: text, limit: TEXT_LIMIT })];
}

export function checkReason(reason: string | null): Problem[] {
  return reason === null || reason.trim() === '' ? [problem('REASON_REQUIRED', ['reason'])] : checkText(reason, ['reason']);
}

export function checkPercent(percent: number | null, path: readonly string[]): Problem[] {
  if (percent === null || (Number.isInteger(percent) && percent >= 0 && percent <= 100)) return [];
  return [problem('BAD_PERCENT', path, { value: percent })];
}

export function checkEvidence(evidence: readonly Evidence[]): Problem[] {
  if (evidence.length > EVIDENCE_LIMIT)
    return [problem('BAD_EVIDENCE/count', ['evidence'], { value: evidence.length, limit: EVIDENCE_LIMIT })];
  return evidence.flatMap(({ url, type, hash }, index) => {
    const at = ['evidence', String(index)];
    return [
      ...(isWebAddress(url) ? [] : [problem('BAD_EVIDENCE/url', [...at, 'url'], { value: url })]),
      ...(type === null || (type.length <= TYPE_LIMIT && !UNKEEPABLE_IN_LINE.test(type))
        ? []
        : [problem('BAD_EVIDENCE/type', [...at, 'type'], { value: type, limit: TYPE_LIMIT })]),
      ...(hash === null || /^sha256:[0-9a-f]{64}$/i.test(hash) ? [] : [problem('BAD_EVIDENCE/hash', [...at, 'hash'], { value: hash })]),
    ];
  });
}

/** Of an extension that is granted it is required. */
export function checkLegalBasis(basis: LegalBasis | null, required: boolean): Problem[] {
  if (basis === null || (basis.documentId === null && basis.sourceUrl === null))
    return required || basis !== null ? [problem('LEGAL_BASIS_REQUIRED', ['legalBasis'])] : [];
  const { path, sourceUrl } = basis;
  return [
    ...(path === null || (path.length <= PATH_LIMIT && !UNKEEPABLE_IN_LINE.test(path))
      ? []
      : [problem('LEGAL_BASIS_REQUIRED/malformed', ['legalBasis', 'path'], { value: path })]),
    ...(sourceUrl === null || isWebAddress(sourceUrl)
      ? []
      : [problem('LEGAL_BASIS_REQUIRED/malformed', ['legalBasis', 'sourceUrl'], { value: sourceUrl })]),
  ];
}

export function checkNotFuture(on: CalendarDate, today: CalendarDate, field: string): Problem[] {
  return on > today ? [problem('DAY_IN_FUTURE', [field], { value: on, today })] : [];
}

function isWebAddress(text: string): boolean {
  return text.length <= URL_LIMIT && !UNKEEPABLE_IN_LINE.test(text) && /^https?:\/\/[^\s/?#]+/i.test(text) && URL.canParse(text);
}
