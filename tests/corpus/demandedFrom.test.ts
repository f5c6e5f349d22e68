import { demandedFrom } from '../../ingest/demandedFrom';
import { corpus } from './theCorpus';

describe('the first day on which a document counts', () => {
  const since = demandedFrom(corpus);
  const cases: Array<[why: string, document: string, day: string]> = [
    ['its day of issue', 'qd-468-qd-ubnd-dak-nong-2022', '2022-03-01'],
    ['unknown: not before the latest document it cites', 'kh-nam-trung-2022', '2022-03-23'],
    ['unknown: not before the plan it carries out', 'kh-luc-binh-2022', '2022-01-06'],
    ['unknown, citing nothing: the earliest last day it sets', 'kh-bo-nong-nghiep-va-moi-truong-csdl-dat-dai-2025', '2025-06-30'],
  ];
  it.each(cases)('%s: %s from %s', (_, document, day) => {
    expect(since.get(document)).toBe(day);
  });
});
