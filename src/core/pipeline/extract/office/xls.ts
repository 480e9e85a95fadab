/** Reads Excel workbooks of 1997-2003 and binary workbooks: each sheet under its name, cells as Excel shows them. */
import { readFile } from 'node:fs/promises';
import { type CellObject, read, utils, type WorkBook } from '@e965/xlsx';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import type { DocumentMetadata, StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { guardZip } from '../containers/zip-guard.ts';
import type { Extracted, Source } from '../types.ts';
import { GENERAL, shownNumber, shownText } from './cell-format.ts';
import { type Compound, readCompound } from './compound.ts';
import { openOffice } from './decrypt.ts';
import { cutSheets, type SheetExtras, sheetExtras } from './xls-records.ts';
import { binarySheetExtras } from './xlsb-parts.ts';

/** Blank cells in a row that become tabs; after more, a cell has its place before it, as in `XFD7: text`. */
const MAX_GAP = 64;

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractXls(source: Source): Promise<Extracted> {
  const compound = source.type === 'xls' ? await readCompound(source, 'workbook') : null;
  const workbook =
    compound === null ? parse(await packageOf(source), 'package') : parse(compound.bytes, 'compound file');
  const lost = lostSheets(workbook, compound);
  if (lost.size === workbook.SheetNames.length && isEmpty(workbook))
    throw new DocumentError('corrupt', 'The workbook could not be read: none of its sheets is there');
  const extras = await extrasOf(source, compound, workbook);
  const since1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const room = { left: source.limits.maxCharacters };
  const blocks = workbook.SheetNames.map((name, index) => {
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0;
    const { lines, notes } = rowsOf(cellsOf(workbook, name), since1904, room);
    const { lines: drawn = [], headers = [] } = extras.get(name) ?? {};
    return [
      `${name}${hidden ? ' [hidden sheet]' : ''}`,
      ...lines,
      ...drawn,
      ...notes,
      ...new Set(headers.map(({ kind, text }) => `[${kind}] ${text}`)),
    ].join('\n');
  });
  const charts = workbook.SheetNames.filter((name) => workbook.Sheets[name]?.['!type'] === 'chart');
  return {
    body: blocks.join('\n\n'),
    metadata: metadataOf(workbook),
    warnings: [
      ...Array.from(
        lost,
        (name): StageWarning => ({
          code: 'part_not_read',
          detail: `The sheet “${name}” is cut off or missing, because the file is damaged`,
        }),
      ),
      ...charts.map(
        (name): StageWarning => ({ code: 'part_not_read', detail: `The chart sheet “${name}” was not read` }),
      ),
      ...(compound === null ? [] : unread(compound)),
    ],
    engine: engineOf('xlsx', '@e965/xlsx'),
  };
}

type Rows = readonly (readonly (CellObject | undefined)[] | undefined)[];

const cellsOf = ({ Sheets }: WorkBook, name: string): Rows =>
  (Sheets[name] as { '!data'?: Rows } | undefined)?.['!data'] ?? [];

const isEmpty = (workbook: WorkBook): boolean =>
  workbook.SheetNames.every((name) => cellsOf(workbook, name).length === 0);

/** Returns the names of the sheets that are not whole. The library leaves them out, or stops inside them, without a word. */
function lostSheets({ SheetNames, Sheets }: WorkBook, compound: Compound | null): Set<string> {
  const cut = compound === null ? [] : cutSheets(compound.stream('Workbook') ?? compound.stream('Book'));
  return new Set(SheetNames.filter((name, index) => Sheets[name] === undefined || cut.includes(index)));
}

/** Returns what each sheet shows besides its cells, by name. */
async function extrasOf(
  source: Source,
  compound: Compound | null,
  { Workbook }: WorkBook,
): Promise<Map<string, SheetExtras>> {
  if (compound !== null) return sheetExtras(compound.stream('Workbook') ?? Buffer.alloc(0));
  // The library's types leave out the identifier of the sheet's part.
  const sheets = (Workbook?.Sheets ?? []) as { name?: string; id?: string }[];
  return binarySheetExtras(
    source,
    sheets.map(({ name = '', id = '' }) => ({ name, id })),
  );
}

/** Records of a workbook stream (MS-XLS 2.4.171, MS-ODRAW 2.2.32): drawings, and in them a stored picture. */
const DRAWINGS = 0x00eb;
const PICTURE = 0xf007;

/** Returns what an old workbook holds besides its cells. */
function unread({ stream, hasObjects }: Compound): StageWarning[] {
  const warnings: StageWarning[] = [];
  if (hasObjects)
    warnings.push({
      code: 'part_not_read',
      detail: 'The workbook contains other files, which Redwell does not take out of this format',
    });
  if (hasPictures(stream('Workbook') ?? Buffer.alloc(0)))
    warnings.push({ code: 'picture_not_read', detail: 'The pictures in the workbook were not read' });
  return warnings;
}

function hasPictures(workbook: Buffer): boolean {
  for (let at = 0; at + 4 <= workbook.length; at += 4 + workbook.readUInt16LE(at + 2)) {
    if (workbook.readUInt16LE(at) !== DRAWINGS) continue;
    const record = workbook.subarray(at + 4, at + 4 + workbook.readUInt16LE(at + 2));
    for (let i = 2; i + 2 <= record.length; i += 1) if (record.readUInt16LE(i) === PICTURE) return true;
  }
  return false;
}

async function packageOf(source: Source): Promise<Buffer> {
  const opened = await openOffice(source, source.passwords);
  await guardZip(opened, source.limits.maxBytes);
  return typeof opened === 'string' ? readFile(opened) : opened;
}

function parse(bytes: Buffer, kind: 'compound file' | 'package'): WorkBook {
  try {
    return read(bytes, { type: 'buffer', dense: true, cellNF: true, cellFormula: false, cellHTML: false });
  } catch (error) {
    // An encrypted package is a compound file too, and was decrypted before.
    if (kind === 'compound file' && error instanceof Error && /password|encrypt/i.test(error.message))
      throw new DocumentError('encrypted', 'The workbook asks for a password', { cause: error });
    throw blameFile(error, 'workbook');
  }
}

/** Returns the rows as lines with a tab between cells, and the comments. @param room characters left for the workbook */
function rowsOf(
  rows: Rows,
  since1904: boolean,
  room: { left: number },
): { lines: string[]; notes: string[] } {
  const lines: string[] = [];
  const notes: string[] = [];
  // `forEach` skips the holes of sparse arrays, which may be millions.
  rows.forEach((row, r) => {
    if (row === undefined || room.left <= 0) return;
    let line = '';
    let next = 0;
    row.forEach((cell, column) => {
      const text = shown(cell, since1904);
      for (const { a, t } of cell?.c ?? []) notes.push(`[Comment${a ? ` by ${a}` : ''}: ${t ?? ''}]`);
      if (text === '') return;
      const gap = column - next;
      line += gap > MAX_GAP ? `\t${utils.encode_cell({ r, c: column })}: ${text}` : '\t'.repeat(gap) + text;
      next = column;
    });
    if (line === '') return;
    room.left -= line.length;
    lines.push(line);
  });
  return { lines, notes };
}

/** How the library calls the format with the number 14, which an American computer shows with four digits of the year. */
const SHORT_DATE = 'm/d/yy';
const AMERICAN_DATE = 'm/d/yyyy';

/** Returns a cell as Excel shows it, on one line. */
function shown(cell: CellObject | undefined, since1904: boolean): string {
  if (cell?.v === undefined) return '';
  const code = cell.z === SHORT_DATE ? AMERICAN_DATE : String(cell.z ?? GENERAL);
  const text =
    typeof cell.v === 'number' && cell.t === 'n'
      ? shownNumber(code, cell.v, since1904)
      : cell.t === 's'
        ? shownText(code, String(cell.v))
        : (cell.w ?? String(cell.v));
  return text.replace(/\s+/g, ' ').trim();
}

function metadataOf({ Props }: WorkBook): DocumentMetadata {
  const { Title: title, Author: author, CreatedDate: created, ModifiedDate: modified } = Props ?? {};
  return {
    ...(title ? { title } : {}),
    ...(author ? { author } : {}),
    ...(created instanceof Date ? { created: created.toISOString() } : {}),
    ...(modified instanceof Date ? { modified: modified.toISOString() } : {}),
  };
}
