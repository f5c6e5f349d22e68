/** How a reader cites a provision, smallest part first in Vietnamese, largest first in English. Grammar: DESIGN §2. */
export function citationLabel(path: string | null, document: { vi: string; en: string }): { vi: string; en: string } {
  if (path === null || path.startsWith('chua-ro')) return document;
  const parts = pathParts(path);
  return {
    vi: [...parts.map((part) => part.vi).reverse(), document.vi].join(', '),
    en: [document.en, ...parts.map((part) => part.en)].join(', '),
  };
}

interface Part {
  readonly vi: string;
  readonly en: string;
}

function pathParts(path: string): Part[] {
  const segments = path.split('.');
  const appendix = /^PL\d/.test(path);
  let clauseSeen = false;
  return segments.map((segment, index) => {
    if (/^PL\d+$/.test(segment))
      return { vi: `Phụ lục ${roman(Number(segment.slice(2)))}`, en: `Appendix ${roman(Number(segment.slice(2)))}` };
    if (/^[IVX]+$/.test(segment))
      return appendix ? { vi: `mục ${segment}`, en: `part ${segment}` } : { vi: `Mục ${segment}`, en: `Part ${segment}` };
    if (/^20\d\d/.test(segment)) return { vi: termVi(segment), en: segment };
    if (/^p\d+$/.test(segment)) return { vi: `đoạn ${segment.slice(1)}`, en: `paragraph ${segment.slice(1)}` };
    const sentence = /^0([a-z])$/.exec(segment)?.[1];
    if (sentence !== undefined) return { vi: `câu ${place(sentence)}`, en: `sentence ${place(sentence)}` };
    if (!/^\d+$/.test(segment)) return { vi: `điểm ${segment}`, en: `point ${segment}` };
    if (appendix) return { vi: `dòng ${segment}`, en: `row ${segment}` };
    if (index === 0) return { vi: `Điều ${segment}`, en: `Article ${segment}` };
    if (index === 1 && !clauseSeen) {
      clauseSeen = true;
      return { vi: `khoản ${segment}`, en: `clause ${segment}` };
    }
    return { vi: `ý ${segment}`, en: `item ${segment}` };
  });
}

/** a is 1, b is 2: the sentences before the first bullet of a heading are lettered. */
function place(letter: string): string {
  return String(letter.charCodeAt(0) - 96);
}

function termVi(segment: string): string {
  return segment.includes('-') ? `giai đoạn ${segment}` : `năm ${segment.replace('+', ' và các năm tiếp theo')}`;
}

function roman(number: number): string {
  return ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'][number] ?? String(number);
}

const kindNames: Readonly<Record<string, Part>> = {
  CONSTITUTION: { vi: 'Hiến pháp', en: 'Constitution' },
  LAW: { vi: 'Luật số', en: 'Law' },
  ORDINANCE: { vi: 'Pháp lệnh số', en: 'Ordinance' },
  RESOLUTION: { vi: 'Nghị quyết số', en: 'Resolution' },
  DECREE: { vi: 'Nghị định số', en: 'Decree' },
  CIRCULAR: { vi: 'Thông tư số', en: 'Circular' },
  DECISION: { vi: 'Quyết định số', en: 'Decision' },
  DIRECTIVE: { vi: 'Chỉ thị số', en: 'Directive' },
  TELEGRAM: { vi: 'Công điện số', en: 'Telegram' },
  PLAN: { vi: 'Kế hoạch số', en: 'Plan' },
  PROGRAMME: { vi: 'Chương trình số', en: 'Programme' },
  NOTICE: { vi: 'Thông báo số', en: 'Notice' },
  CONCLUSION: { vi: 'Kết luận số', en: 'Conclusion' },
  OFFICIAL_LETTER: { vi: 'Công văn số', en: 'Official letter' },
};

/** Short name of a document: kind and number, or its title where the number is lost. */
export function documentLabel(document: { kind: string; number: string | null; title: string; titleEn: string | null }): {
  vi: string;
  en: string;
} {
  const kind = kindNames[document.kind];
  if (document.number === null || kind === undefined) return { vi: document.title, en: document.titleEn ?? document.title };
  return { vi: `${kind.vi} ${document.number}`, en: `${kind.en} ${document.number}` };
}
