/** Reads the load files of a drop, and decides what each record and each file becomes. */
import { basename } from 'node:path';
import type { LoadFileSummary } from '../../../shared/load-file-record.ts';
import { Check } from '../../load-file-import/check.ts';
import { optPages } from '../../load-file-import/opt.ts';
import { readVolume } from '../../load-file-import/read.ts';
import {
  CONTRADICTIONS,
  HASH_NAMES,
  type ImportedDocument,
  type LoadFileCheck,
} from '../../load-file-import/types.ts';
import { yieldEvery } from '../../util/event-loop.ts';
import { UniqueNames } from '../../util/portable-names.ts';
import type { Buffers } from '../fingerprint.ts';
import { safePath } from '../names.ts';
import type { FileRecord } from '../records.ts';
import type { DropState } from '../state.ts';
import { type CopiedFile, loadFilesOf } from './copies.ts';
import { DropFiles, FileIndex } from './drop-files.ts';
import type { Production, ProductionRow } from './types.ts';

/** Problems that are kept to be listed and exported; more are only counted. */
const MOST_PROBLEMS = 100_000;
/** A value that is longer is cut, with a remark: the load file itself is kept. */
const LONGEST_VALUE = 10_000;

interface Page {
  key: string;
  row: number;
  file: FileRecord;
  list: CopiedFile;
}

/** What has been read of the load files of a drop. */
interface Reading {
  state: DropState;
  index: FileIndex;
  check: Check;
  documents: { said: ImportedDocument; from: CopiedFile }[];
  /** Page images by the control number of their document. */
  pages: Map<string, Page[]>;
  companions: Map<string, string>;
}

/**
 * Reads the load files of a drop whose files are fingerprinted. Null: it has none.
 * @param records in path order
 * @param again see `loadFilesOf`
 * @throws RedwellError conflict; what the disk says; AbortError
 */
export async function readProduction(
  state: DropState,
  records: readonly FileRecord[],
  buffers: Buffers,
  again: boolean,
): Promise<{ production: Production; summary: LoadFileSummary } | null> {
  const { volumes, opts } = await loadFilesOf(state, records, buffers, again);
  if (volumes.length === 0) return null;
  const reading: Reading = {
    ...{ state, index: new FileIndex(records), check: new Check('', MOST_PROBLEMS) },
    ...{ documents: [], pages: new Map(), companions: new Map() },
  };
  for (const dat of volumes) {
    const { record, copy } = dat;
    reading.companions.set(record.path, 'Part of the load file: its list of documents.');
    const files = new DropFiles(state, reading.index, record.path);
    await readVolume(
      reading.check,
      { path: copy, file: record.path, files },
      {
        signal: state.abort.signal,
        onDocument: (said) => void reading.documents.push({ said, from: dat }),
      },
    );
  }
  for (const opt of opts) await readPages(reading, opt);
  const rows = await rowsOf(reading, records);
  const unnamed = unnamedOf(reading, records, rows);
  const checked = reading.check.result();
  const { companions } = reading;
  const production = { rows, companions, unnamed, problems: checked.problems };
  return { production, summary: summaryOf(reading, production, checked) };
}

async function readPages(reading: Reading, opt: CopiedFile): Promise<void> {
  const { state, index, check, pages, companions } = reading;
  companions.set(opt.record.path, 'Part of the load file: its list of page images.');
  const files = new DropFiles(state, index, opt.record.path);
  const known = new Set(reading.documents.map(({ said }) => said.control));
  let control = '';
  for await (const { row, key, path, isFirst } of optPages(opt.copy)) {
    state.abort.signal.throwIfAborted();
    if (isFirst) control = key;
    const at = { file: opt.record.path, row, control };
    const found = files.find(path);
    const file = 'path' in found ? index.byPath.get(found.path) : undefined;
    if (file === undefined)
      check.problem(
        'fault' in found && found.fault === 'outside' ? 'path_outside' : 'file_missing',
        at,
        `Row ${row} of ${opt.record.path}: the page image ${path.slice(0, 300)} is not in the folder.`,
      );
    else if (known.has(control)) {
      const list = pages.get(control) ?? [];
      if (list.at(-1)?.file !== file) list.push({ key, row, file, list: opt });
      pages.set(control, list);
    }
  }
}

async function rowsOf(reading: Reading, records: readonly FileRecord[]): Promise<ProductionRow[]> {
  const names = new UniqueNames();
  for (const { path } of records) names.take(path);
  const used = new Set<FileRecord>();
  /** The document of a file has its path; a second document of the same file, or one without a file, another one. */
  const pathOf = (file: FileRecord | null, control: string): string => {
    if (file === null) return names.take(safePath(control.replaceAll('/', '_'), 'document'));
    if (used.has(file)) return names.take(file.path);
    used.add(file);
    return file.path;
  };
  const yieldIfDue = yieldEvery();
  const rows: ProductionRow[] = [];
  for (const { said, from } of reading.documents) {
    await yieldIfDue();
    const { kind, file, pages, text } = originalOf(reading, said);
    nameCutText(reading.check, said);
    const path = pathOf(file, said.control);
    const parent = reading.check.parents().get(said.control) ?? null;
    rows.push({
      ...{ path, parent, original: file, textPath: text?.path ?? null },
      pages: pages.map(({ file: image, key, row, list }) => ({
        ...{ path: pathOf(image, key), key, row, file: image },
        list: { path: list.record.path, sha256: list.sha256 },
      })),
      otherHashes: said.otherHashes.map((name) => HASH_NAMES[name]),
      missingParent: said.parent !== null && !reading.check.has(said.parent) ? said.parent : '',
      stated: {
        ...{ file: from.record.path, sha256: from.sha256, row: said.row, control: said.control },
        ...{ custodian: said.custodian, original: kind, fields: fieldsOf(said) },
        // A text that was cut would differ by that.
        textColumn: isWhole(said, said.textColumn) ? said.textColumn : null,
      },
    });
  }
  return rows;
}

interface Original {
  kind: ProductionRow['stated']['original'];
  file: FileRecord | null;
  pages: Page[];
  text: FileRecord | null;
}

/**
 * Decides what the original of a record is: the file that it names, else its only page image, else its text, else its
 * page images. What is not the original goes with it.
 */
function originalOf({ index, pages: allPages, companions }: Reading, said: ImportedDocument): Original {
  const fileAt = (path: string | null): FileRecord | null =>
    path === null ? null : (index.byPath.get(path) ?? null);
  const native = fileAt(said.native);
  const text = fileAt(said.text);
  const pages = allPages.get(said.control) ?? [];
  const [first, ...others] = pages;
  const goesAlong = (file: FileRecord | null | undefined, what: string): void => {
    if (file != null && !companions.has(file.path))
      companions.set(file.path, `Part of the load file: ${what} of ${said.control}.`);
  };
  const imagesGoAlong = (): void => {
    for (const { file } of pages) goesAlong(file, 'a page image');
  };
  if (native !== null) {
    goesAlong(text, 'the text');
    imagesGoAlong();
    return { kind: 'native', file: native, pages: [], text };
  }
  if (first !== undefined && others.length === 0) {
    goesAlong(text, 'the text');
    return { kind: 'image', file: first.file, pages: [], text };
  }
  if (text !== null) {
    imagesGoAlong();
    return { kind: 'text', file: text, pages: [], text: null };
  }
  if (first === undefined) return { kind: 'none', file: null, pages: [], text: null };
  return { kind: 'pages', file: first.file, pages: others, text: null };
}

const isWhole = ({ fields }: ImportedDocument, column: string | null): boolean =>
  (fields[column ?? '']?.length ?? 0) <= LONGEST_VALUE;

/** A text in the load file itself that is kept in part is not compared, which somebody may wait for. */
function nameCutText(check: Check, { fields, textColumn, file, row, control }: ImportedDocument): void {
  const length = fields[textColumn ?? '']?.length ?? 0;
  if (textColumn === null || length <= LONGEST_VALUE) return;
  const count = (characters: number): string => characters.toLocaleString('en-US');
  check.problem(
    'text_cut',
    { file, row, control },
    `Row ${row} of ${file}: the text of ${control} in the column “${textColumn}” has ${count(length)} characters. Redwell shows the first ${count(LONGEST_VALUE)} and does not compare this text with its own. The load file keeps it whole.`,
  );
}

const fieldsOf = ({ fields, file, row }: ImportedDocument): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [
        name,
        value.length <= LONGEST_VALUE
          ? value
          : `${value.slice(0, LONGEST_VALUE)} … (cut; the whole value is in row ${row} of ${file})`,
      ]),
  );

/** Returns the files that no record names, and names them. They become documents of their own. */
function unnamedOf(
  { check, companions }: Reading,
  records: readonly FileRecord[],
  rows: readonly ProductionRow[],
): Set<string> {
  const originals = new Set<string>();
  for (const { original, pages } of rows) {
    if (original !== null) originals.add(original.path);
    for (const { file } of pages) originals.add(file.path);
  }
  // A file that is the original of one record is a document, also if another one names it as its text.
  for (const path of originals) companions.delete(path);
  const unnamed = new Set<string>();
  for (const { path, excluded } of records) {
    if (excluded !== null || originals.has(path) || companions.has(path)) continue;
    unnamed.add(path);
    check.problem(
      'file_unnamed',
      { file: path, row: 0 },
      `No record of the load file names “${basename(path)}”. It becomes a document of its own.`,
    );
  }
  return unnamed;
}

function summaryOf(
  { check, state, pages }: Reading,
  production: Production,
  checked: LoadFileCheck,
): LoadFileSummary {
  const { volumes, documents, attached, custodians, originals, texts, hashesChecked, problemCount } = checked;
  const contradictions = check.countOf(CONTRADICTIONS);
  const before = state.drop.loadFile;
  const chosen = before?.chosen === true;
  const count = (...kinds: ProductionRow['stated']['original'][]): number =>
    production.rows.filter(({ stated }) => kinds.includes(stated.original)).length;
  const withoutFile = count('none');
  return {
    files: volumes.map(({ file, encoding, documents: of }) => ({ path: file, encoding, documents: of })),
    ...{ documents, attached, originals, texts, hashesChecked, contradictions },
    custodians: custodians.filter(({ name }) => name !== '').length,
    images: [...pages.values()].reduce((sum, { length }) => sum + length, 0),
    substituted: count('text', 'image', 'pages'),
    withoutFile,
    unnamed: production.unnamed.size,
    problems: problemCount,
    taken: chosen ? before.taken : contradictions === 0 && withoutFile < documents,
    chosen,
  };
}
