import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Language } from './parameters';
import type { Words } from './words';

/** A cell of text, a number, a day, or nothing. */
export type Cell = string | number | null;

export interface Column<Row> {
  readonly header: Readonly<Record<Language, string>>;
  /** A day `YYYY-MM-DD`, which a workbook keeps as a date. */
  readonly day?: true;
  /** In characters, in a workbook. */
  readonly width?: number;
  readonly cell: (row: Row, words: Words) => Cell;
}

export interface Sheet<Row> {
  readonly title: Readonly<Record<Language, string>>;
  readonly columns: readonly Column<Row>[];
}

export interface SheetRequest<Row> {
  readonly sheet: Sheet<Row>;
  readonly rows: AsyncIterable<Row>;
  readonly language: Language;
  readonly words: Words;
}

export interface SheetFormat {
  readonly contentType: string;
  readonly write: <Row>(request: SheetRequest<Row>) => Promise<Readable>;
}

export const sheetFormats: Readonly<Record<'csv' | 'xlsx', SheetFormat>> = {
  /** With a byte order mark, without which Excel takes the text for another encoding; what looks like a formula begins with an apostrophe. */
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    write: async ({ sheet: { columns }, rows, language, words }) => {
      const { writeCsvStream } = await import('hucre/csv');
      return readable(
        writeCsvStream(
          map(rows, (row) => columns.map(({ cell }) => cell(row, words))),
          { columns: columns.map(({ header }) => header[language]), bom: true, escapeFormulae: true },
        ),
      );
    },
  },
  /** Text cells are typed as text, so nothing in them is ever a formula. */
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: async ({ sheet: { title, columns }, rows, language, words }) => {
      const { writeXlsxStream } = await import('hucre/xlsx');
      return readable(
        writeXlsxStream(
          map(rows, (row) => columns.map((column) => dated(column.cell(row, words), column.day))),
          {
            name: title[language],
            columns: columns.map(({ header, width, day }) => ({
              header: header[language],
              width: width ?? WIDTH,
              ...(day === undefined ? {} : { numFmt: 'yyyy-mm-dd' }),
            })),
            freezePane: { rows: 1 },
          },
        ),
      );
    },
  },
};

const WIDTH = 18;

function dated(cell: Cell, day: true | undefined): Cell | Date {
  return day === undefined || typeof cell !== 'string' ? cell : new Date(`${cell}T00:00:00Z`);
}

/** Pulled as fast as its reader takes it. */
function readable(stream: unknown): Readable {
  return Readable.fromWeb(stream as ReadableStream);
}

async function* map<From, To>(items: AsyncIterable<From>, change: (item: From) => To): AsyncGenerator<To, void, undefined> {
  for await (const item of items) yield change(item);
}

/** Several texts in one cell. */
export function listed(texts: readonly (string | null)[]): string {
  return texts.filter((text) => text !== null && text !== '').join('; ');
}

/** Where a provision stands in the copy read; null where its text is not held. */
export function sourceLines(path: string, lines: readonly number[] | null): string | null {
  return lines === null ? null : `${path}: ${[...new Set(lines)].join('–')}`;
}
