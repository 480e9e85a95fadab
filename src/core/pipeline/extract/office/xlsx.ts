/** Reads XLSX (SpreadsheetML): each sheet under its name, one line per row, with tabs between cells. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { dateFormats, serialDate } from './xlsx-dates.ts';
import { readRelationships, readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');

const WANTED =
  /^(?:docProps\/core\.xml|xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml|comments[^/]*\.xml|comments\/[^/]+\.xml))$/i;

/** Returns the text of all sheets and comments. @throws DocumentError encrypted, corrupt, oversize */
export async function extractXlsx(source: Source): Promise<Extracted> {
  const parts = await readParts(source, source.limits.maxBytes, (n) => WANTED.test(n), 'workbook');
  const workbook = parts.get('xl/workbook.xml');
  if (workbook === undefined)
    throw new DocumentError(
      'corrupt',
      'The workbook is damaged: its list of sheets is missing. Ask for a new copy',
    );
  const relationships = readRelationships(parts.get('xl/_rels/workbook.xml.rels'), 'xl');
  const sheets: { title: string; path: string }[] = [];
  let since1904 = false;
  readXml(workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      const path = name === 'sheet' ? relationships.get(attributes.id ?? '')?.target : undefined;
      if (path !== undefined)
        sheets.push({ title: sheetTitle(attributes.name ?? '', attributes.state), path });
    },
  });
  const strings = sharedStrings(parts.get('xl/sharedStrings.xml'));
  const dates = dateFormats(parts.get('xl/styles.xml'));
  const room = { left: source.limits.maxCharacters };
  const blocks = sheets.map(({ title, path }) => {
    const bytes = parts.get(path);
    return bytes === undefined ? title : [title, ...rows(bytes, strings, dates, since1904, room)].join('\n');
  });
  const notes = [...parts.entries()]
    .filter(([name]) => /comments/i.test(name))
    .flatMap(([, bytes]) => comments(bytes));
  return {
    body: [...blocks, ...notes].join('\n\n'),
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings: [],
    engine: ENGINE,
  };
}

/** Returns the shared strings, with the runs of rich text joined and phonetic guides left out. */
function sharedStrings(bytes: Buffer | undefined): string[] {
  const strings: string[] = [];
  if (bytes === undefined) return strings;
  let value = '';
  let inText = false;
  let phonetic = false;
  readXml(bytes, {
    open(name) {
      if (name === 'si') value = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text(text) {
      if (inText) value += text;
    },
    close(name) {
      inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(value.replace(/\s+/g, ' '));
    },
  });
  return strings;
}

/**
 * Returns the rows of a sheet as lines.
 * @param room characters left for the whole workbook; a few shared strings in many cells would make the text endless
 */
function rows(
  bytes: Buffer,
  strings: readonly string[],
  dates: ReadonlySet<number>,
  since1904: boolean,
  room: { left: number },
): string[] {
  const lines: string[] = [];
  let cells: string[] = [];
  let type = '';
  let style = -1;
  let value = '';
  let inValue = false;
  readXml(bytes, {
    open(name, { t = '', s = '' }) {
      if (name === 'row') cells = [];
      if (name === 'c') [type, style, value] = [t, s === '' ? -1 : Number(s), ''];
      inValue = name === 'v' || name === 't';
    },
    text(text) {
      if (inValue) value += text;
    },
    close(name) {
      inValue = false;
      // One cell past the limit is kept, so that `assemble` cuts the text and adds its warning.
      if (name === 'c' && room.left >= 0) {
        const cell = cellText(type, style, value, strings, dates, since1904);
        room.left -= cell.length + 1;
        cells.push(cell);
      }
      if (name === 'row' && cells.some((c) => c !== '')) lines.push(cells.join('\t').trimEnd());
    },
  });
  return lines;
}

/** Returns a cell as its reader sees it. */
function cellText(
  type: string,
  style: number,
  value: string,
  strings: readonly string[],
  dates: ReadonlySet<number>,
  since1904: boolean,
): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === '' || type === 'n') {
    const number = Number(value);
    if (value !== '' && dates.has(style) && Number.isFinite(number)) return serialDate(number, since1904);
    // 15 digits, as the cell shows them, hide the error of binary fractions.
    return value === '' || !Number.isFinite(number) ? value : String(Number(number.toPrecision(15)));
  }
  return value.replace(/\s+/g, ' ');
}

/** Marks a hidden sheet: its content counts, and so does the fact that it was hidden. */
const sheetTitle = (name: string, state: string | undefined): string =>
  state === undefined || state === 'visible' ? name : `${name} [hidden sheet]`;

/** Returns the comments, each labeled with its author and cell. */
function comments(bytes: Buffer): string[] {
  const authors: string[] = [];
  const found: string[] = [];
  let author = '';
  let label = '';
  let text = '';
  let into: 'author' | 'text' | null = null;
  readXml(bytes, {
    open(name, { ref = '', authorId = '' }) {
      if (name === 'comment') {
        const by = authors[Number(authorId)] ?? '';
        label = `[Comment${by === '' ? '' : ` by ${by}`}${ref === '' ? '' : ` on ${ref}`}]`;
        text = '';
      }
      if (name === 'author') author = '';
      into = name === 'author' ? 'author' : name === 't' ? 'text' : null;
    },
    text(piece) {
      if (into === 'author') author += piece;
      if (into === 'text') text += piece;
    },
    close(name) {
      into = null;
      if (name === 'author') authors.push(author.trim());
      if (name === 'comment' && text.trim() !== '') found.push(`${label} ${text.trim()}`);
    },
  });
  return found;
}
