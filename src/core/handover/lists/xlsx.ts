/**
 * Writes a workbook row by row, so that a long list takes no memory. Every value is a text cell, which no program takes for
 * a formula; columns of numbers are numbers.
 */
import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import { wellFormed } from '../../util/well-formed.ts';
import type { BytesFile } from '../export-folder.ts';
import {
  CONTENT_TYPES,
  ROOT_RELATIONS,
  SHEET_END,
  SHEET_START,
  STYLES,
  WORKBOOK,
  WORKBOOK_RELATIONS,
} from './xlsx-parts.ts';

/** Rows of a sheet, with the head. */
export const MOST_ROWS = 1_048_576;
/** UTF-16 code units of a cell. */
export const MOST_CHARACTERS = 32_767;
/** Without ZIP64 a sheet is smaller than 4 GiB; programs give up long before. */
const MOST_BYTES = 1024 * 1024 * 1024;
const CUT = '… (cut)';
/** Several workbooks are written at once, and one that had to wait for another would wait for ever. */
configure({ useWebWorkers: false, maxWorkers: 1000 });
const FLUSH_CHARACTERS = 64 * 1024;
const NUMBER = /^-?\d{1,15}$/;

export interface XlsxFile {
  /** @param cells in the order of the columns @returns indexes of cells that were too long and were cut */
  add(cells: readonly string[]): Promise<number[]>;
  /** Completes the file. @returns false if it was larger than a sheet can be, and was removed */
  close(): Promise<boolean>;
}

/** Characters that XML cannot hold, and what a reader would take for one of them, become `_x0000_` (ECMA-376, 22.9.2.19). */
const UNWRITABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g;

const escaped = (text: string): string =>
  wellFormed(text)
    .replace(UNWRITABLE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const HEAD_STYLE = 1;
const textCell = (text: string, style = 0): string =>
  text === ''
    ? '<c/>'
    : `<c t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** Cuts a text so that it is not longer than a cell, and not in the middle of a character. */
function fitting(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return wellFormed(text.slice(0, MOST_CHARACTERS - CUT.length)) + CUT;
}

/**
 * @param columns heads, and which columns are numbers
 * @param mostRows with the head
 */
export async function openXlsx(
  folder: { openBytes(path: string): Promise<BytesFile> },
  path: string,
  columns: readonly { head: string; isNumber?: boolean | undefined }[],
  mostRows = MOST_ROWS,
): Promise<XlsxFile> {
  const file = await folder.openBytes(path);
  const zip = new ZipWriter(
    new WritableStream<Uint8Array>({ write: (bytes) => file.write(Buffer.from(bytes)) }),
    // Excel does not open what is written as ZIP64.
    { level: 6, zip64: false },
  );
  for (const [name, text] of [CONTENT_TYPES, ROOT_RELATIONS, WORKBOOK, WORKBOOK_RELATIONS, STYLES])
    await zip.add(name, new TextReader(text));
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const added = zip.add('xl/worksheets/sheet1.xml', readable);
  // A disk that refuses is heard when the next piece is written, or at the end.
  added.catch(() => undefined);
  const sheet = writable.getWriter();
  let waiting = '';
  let rows = 0;
  let size = 0;
  const isTooLarge = (): boolean => rows > mostRows || size > MOST_BYTES;
  const write = async (text: string): Promise<void> => {
    waiting += text;
    if (waiting.length < FLUSH_CHARACTERS) return;
    const bytes = Buffer.from(waiting);
    size += bytes.length;
    waiting = '';
    await Promise.race([sheet.write(bytes), failed(added)]);
  };
  await write(SHEET_START(columns.length));
  await write(`<row>${columns.map(({ head }) => textCell(head, HEAD_STYLE)).join('')}</row>`);
  rows += 1;
  return {
    async add(cells) {
      rows += 1;
      if (isTooLarge()) return [];
      const cut: number[] = [];
      const written = cells.map((cell, i) => {
        if (columns[i]?.isNumber === true && NUMBER.test(cell)) return `<c><v>${cell}</v></c>`;
        if (cell.length > MOST_CHARACTERS) cut.push(i);
        return textCell(fitting(cell));
      });
      await write(`<row>${written.join('')}</row>`);
      return cut;
    },
    async close() {
      waiting += SHEET_END;
      await Promise.race([sheet.write(Buffer.from(waiting)), failed(added)]);
      await sheet.close();
      await added;
      await zip.close();
      if (isTooLarge()) {
        await file.discard();
        return false;
      }
      await file.close();
      return true;
    },
  };
}

/** Never resolves, and rejects with `work`. */
const failed = (work: Promise<unknown>): Promise<never> =>
  new Promise((_resolve, reject) => {
    work.catch(reject);
  });
