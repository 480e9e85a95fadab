/** Reads XLSX (SpreadsheetML): each sheet under its name, with its drawings, comments, headers and footers. */
import { DocumentError } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { drawnLines } from './drawing-parts.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { mainPart, type Parts, partsOfType, type Related, relatedParts } from './related.ts';
import { controlLines } from './vml-controls.ts';
import { noteLines, readNotes, readPeople, readThreads } from './xlsx-notes.ts';
import { readSheet, type Workbook } from './xlsx-sheet.ts';
import { cellFormats, sharedStrings } from './xlsx-styles.ts';
import { readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');

/** Parts that define only the layout, or repeat what the cells show. */
const NO_TEXT =
  /(?:^|\/)(?:theme|calcChain|pivotCache|pivotTables|externalLinks|customXml|embeddings|media)\b/i;

interface Sheet {
  name: string;
  title: string;
  /** The part with the sheet; undefined if the workbook does not say. */
  path: string | undefined;
}

/** Returns the text of all sheets. @throws DocumentError encrypted, corrupt, oversize */
export async function extractXlsx(source: Source): Promise<Extracted> {
  const hasText = (name: string): boolean => /\.(?:xml|rels|vml)$/i.test(name) && !NO_TEXT.test(name);
  const parts = await readParts(source, source.limits.maxBytes, hasText, 'workbook');
  const main = mainPart(parts, 'xl/workbook.xml');
  const bytes = parts.get(main);
  if (bytes === undefined)
    throw new DocumentError(
      'corrupt',
      'The workbook is damaged: its list of sheets is missing. Ask for a new copy',
    );
  const related = relatedParts(parts, main);
  const { sheets, since1904 } = readWorkbook(bytes, related);
  const table = (type: string): Buffer | undefined =>
    partsOfType(parts, related, type)[0] ?? parts.get(`xl/${type}.xml`);
  const book: Workbook = {
    strings: sharedStrings(table('sharedStrings')),
    formats: cellFormats(table('styles')),
    since1904,
    room: source.limits.maxCharacters * 2,
  };
  const people = readPeople(partsOfType(parts, related, 'person'));
  const warnings: StageWarning[] = [];
  const blocks = sheets.map((sheet) => sheetBlock(sheet, parts, book, people, warnings));
  return {
    body: [...blocks, ...looseNotes(parts, sheets)].join('\n\n'),
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings,
    engine: ENGINE,
  };
}

function readWorkbook(bytes: Buffer, related: readonly Related[]): { sheets: Sheet[]; since1904: boolean } {
  const sheets: Sheet[] = [];
  let since1904 = false;
  readXml(bytes, {
    open(element, { date1904 = '', id = '', name = '', state = 'visible' }) {
      if (element === 'workbookPr') since1904 = /^(?:1|true)$/.test(date1904);
      if (element !== 'sheet') return;
      // A hidden sheet counts, and so does the fact that it was hidden.
      const title = state === 'visible' ? name : `${name} [hidden sheet]`;
      sheets.push({ name, title, path: related.find((r) => r.id === id)?.target });
    },
  });
  return { sheets, since1904 };
}

/** Returns the text of one sheet under its title. @param warnings gets what could not be read */
function sheetBlock(
  { name, title, path }: Sheet,
  parts: Parts,
  book: Workbook,
  people: ReadonlyMap<string, string>,
  warnings: StageWarning[],
): string {
  const warn = (detail: string): void => {
    warnings.push({ code: 'part_not_read', detail });
  };
  const bytes = path === undefined ? undefined : parts.get(path);
  if (path === undefined || bytes === undefined) {
    warn(`The sheet "${name}" is missing from the file`);
    return title;
  }
  const { lines, headers, lostTexts, openFormulas } = readSheet(bytes, name, book);
  if (lostTexts > 0)
    warn(`The text of ${count(lostTexts, 'cell')} on the sheet "${name}" is missing from the file`);
  if (openFormulas > 0)
    warn(
      `${count(openFormulas, 'formula')} on the sheet "${name}" ${openFormulas === 1 ? 'has' : 'have'} no stored result, so the text has the formula instead`,
    );
  const related = relatedParts(parts, path);
  const threads = partsOfType(parts, related, 'threadedComment').flatMap((part) => readThreads(part, people));
  const notes = partsOfType(parts, related, 'comments').flatMap(readNotes);
  return [
    title,
    ...lines,
    ...related.filter((r) => r.type === 'drawing').flatMap((r) => drawnLines(parts, r.target)),
    ...partsOfType(parts, related, 'vmlDrawing').flatMap(controlLines),
    ...noteLines(notes, threads),
    ...new Set(headers.map(({ kind, text }) => `[${kind}] ${text}`)),
  ].join('\n');
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Returns the comments that no sheet claims. */
function looseNotes(parts: Parts, sheets: readonly Sheet[]): string[] {
  const claimed = new Set(
    sheets.flatMap(({ path }) => (path === undefined ? [] : relatedParts(parts, path).map((r) => r.target))),
  );
  return [...parts.entries()]
    .filter(([name]) => /(?:^|\/)comments[^/]*(?:\/[^/]+)?\.xml$/i.test(name) && !claimed.has(name))
    .flatMap(([, bytes]) => noteLines(readNotes(bytes), []));
}
