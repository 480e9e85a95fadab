/** Reads the rows of one load file. */
import { RedwellError } from '../../shared/errors.ts';
import type { Check } from './check.ts';
import { type ImportField, mapFields, rangeOf } from './mapping.ts';
import type { LoadFileRecord, Signs } from './records.ts';
import {
  type FileHashes,
  HASH_NAMES,
  type HashName,
  type ImportedDocument,
  type ImportedVolume,
  type LoadFileFiles,
} from './types.ts';

/** Reads rows, and follows their paths. */
export class VolumeReader {
  signs: Signs = { quote: '', delimiter: '' };
  readonly #check: Check;
  readonly #file: string;
  readonly #files: LoadFileFiles;
  #header: readonly string[] | null = null;
  #places = new Map<ImportField, number>();

  /** @param file the name of the load file, for people */
  constructor(check: Check, file: string, files: LoadFileFiles) {
    this.#check = check;
    this.#file = file;
    this.#files = files;
  }

  get hasHeader(): boolean {
    return this.#header !== null;
  }

  columns(): ImportedVolume['columns'] {
    const fields = new Map([...this.#places].map(([field, place]) => [place, field]));
    return (this.#header ?? []).map((name, i) => ({ name, field: fields.get(i) ?? null }));
  }

  /** Returns the document of a record; null for the header and for rows that cannot be used, which are named. */
  async read({ row, values, broken }: LoadFileRecord): Promise<ImportedDocument | null> {
    if (this.#header === null) {
      this.#readHeader(values);
      return null;
    }
    const at = { file: this.#file, row };
    const where = `Row ${row} of ${this.#file}`;
    const columns = this.#header.length;
    if (broken !== null || values.length !== columns) {
      const why = broken ?? `it has ${values.length} values for ${columns} columns`;
      this.#check.problem('row_broken', at, `${where} could not be read: ${why}. Its document was left out.`);
      return null;
    }
    const said = (field: ImportField): string => values[this.#places.get(field) ?? -1]?.trim() ?? '';
    const control = said('control');
    if (control === '') {
      this.#check.problem(
        'control_missing',
        at,
        `${where} has no control number. Its document was left out.`,
      );
      return null;
    }
    if (!this.#check.take(control, at)) return null;
    const place = { ...at, control };
    const native = await this.#find(said('native'), 'original', place);
    const text = await this.#find(said('text'), 'text', place);
    const stated = statedHashes([said('md5'), said('sha1'), said('sha256')]);
    const hashes = native === null ? null : await this.#files.hashes(native, new Set(stated.keys()));
    const family = familyOf(said);
    return {
      ...{ ...place, custodian: said('custodian'), native, text, hashes, family, end: said('end') },
      names: { native: said('native') !== '', text: said('text') !== '' },
      textColumn: isText(said('text')) ? (this.#header[this.#places.get('text') ?? -1] ?? null) : null,
      otherHashes: this.#compareHashes(stated, hashes, place),
      parent: parentOf(control, said('parent'), family.first),
      fields: Object.fromEntries(this.#header.map((name, i) => [name, values[i] ?? ''])),
    };
  }

  #readHeader(values: readonly string[]): void {
    const header = values.map((name) => name.trim());
    this.#places = mapFields(header);
    if (!this.#places.has('control'))
      throw new RedwellError(
        'invalid_input',
        `The load file ${this.#file} has no column with control numbers.`,
        {
          action: `Its columns are: ${header.slice(0, 20).join(', ')}. One of them must be named BEGDOC, Beg Bates or Control Number.`,
        },
      );
    const at = { file: this.#file, row: 1 };
    if (!this.#places.has('native') && !this.#places.has('text'))
      this.#check.problem(
        'column_missing',
        at,
        `${this.#file} has no column that names originals or texts, such as NATIVEPATH or TEXTPATH.`,
      );
    const twice = header.filter(
      (name, i) => header.findIndex((one) => one.toUpperCase() === name.toUpperCase()) < i,
    );
    for (const name of new Set(twice))
      this.#check.problem(
        'column_twice',
        at,
        `${this.#file} has the column ${name} more than once. The last one was used for its values.`,
      );
    this.#header = header;
  }

  async #find(
    written: string,
    what: 'original' | 'text',
    at: { file: string; row: number; control: string },
  ): Promise<string | null> {
    if (written === '' || isText(written)) return null;
    const found = await this.#files.find(written);
    if ('path' in found) return found.path;
    const where = `Row ${at.row} of ${at.file}: the ${what} of ${at.control}, ${written},`;
    if (found.fault === 'left_out')
      this.#check.problem('file_left_out', at, `${where} is a link or a system file, so it was not opened.`);
    else if (found.fault === 'outside')
      this.#check.problem('path_outside', at, `${where} is outside the folder, so it was not opened.`);
    else this.#check.problem('file_missing', at, `${where} is not there.`);
    return null;
  }

  /** Returns the hashes that differ, and names them. */
  #compareHashes(
    stated: ReadonlyMap<HashName, string>,
    hashes: FileHashes | null,
    at: { file: string; row: number; control: string },
  ): HashName[] {
    if (hashes === null || stated.size === 0) return [];
    this.#check.hashesChecked += 1;
    const differing = [...stated].filter(([name, value]) => hashes[name] !== value).map(([name]) => name);
    for (const name of differing)
      this.#check.problem(
        'hash_differs',
        at,
        `Row ${at.row} of ${at.file}: the original of ${at.control} is not the file that the load file describes. Its ${HASH_NAMES[name]} hash differs.`,
      );
    return differing;
  }
}

/** A text itself, where other load files have its path. It is kept with the fields. */
const isText = (written: string): boolean =>
  written.includes('\n') ||
  written.length > 1000 ||
  (/\s/.test(written) && !/[\\/]|\.\w{1,5}$/.test(written));

const HASH_OF_LENGTH: Readonly<Record<number, HashName>> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

/** Returns the hashes that a row gives. A column named HASH may hold any of them, which its length tells. */
function statedHashes(values: readonly string[]): Map<HashName, string> {
  const stated = new Map<HashName, string>();
  for (const value of values) {
    const name = HASH_OF_LENGTH[value.length];
    if (name !== undefined && /^[0-9a-f]+$/i.test(value)) stated.set(name, value.toLowerCase());
  }
  return stated;
}

function familyOf(said: (field: ImportField) => string): ImportedDocument['family'] {
  const range = rangeOf(said('familyRange'));
  return {
    first: said('familyFirst') || (range?.first ?? ''),
    last: said('familyLast') || (range?.last ?? ''),
  };
}

/** A range of attachments begins with the document that they are attached to. */
function parentOf(control: string, parent: string, familyFirst: string): string | null {
  if (parent !== '') return parent === control ? null : parent;
  return familyFirst === '' || familyFirst === control ? null : familyFirst;
}
