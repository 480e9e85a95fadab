/** Reads the rows of one load file. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname, relative } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { Check } from './check.ts';
import { type ImportField, mapFields } from './mapping.ts';
import { FilesOfFolder } from './paths.ts';
import type { LoadFileRecord, Signs } from './records.ts';
import type { ImportedDocument, ImportedVolume } from './types.ts';

/** Reads rows, and follows their paths. */
export class VolumeReader {
  signs: Signs = { quote: '', delimiter: '' };
  readonly #check: Check;
  readonly #file: string;
  readonly #files: FilesOfFolder;
  #header: readonly string[] | null = null;
  #places = new Map<ImportField, number>();

  private constructor(check: Check, file: string, files: FilesOfFolder) {
    this.#check = check;
    this.#file = file;
    this.#files = files;
  }

  static async open(check: Check, path: string, file: string): Promise<VolumeReader> {
    return new VolumeReader(
      check,
      file,
      await FilesOfFolder.open(check.folder, dirname(relative(check.folder, path))),
    );
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
    const native = await this.#find(said('native'), 'original', { ...at, control });
    const text = await this.#find(said('text'), 'text', { ...at, control });
    const hashes = native === null ? null : await hashesOf(native);
    this.#checkHashes(said, hashes, { ...at, control });
    return {
      ...{ ...at, control, custodian: said('custodian'), native, text, hashes },
      parent: parentOf(control, said('parent'), said('familyFirst')),
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
    if (written === '') return null;
    const found = await this.#files.find(written);
    if ('path' in found) return found.path;
    const where = `Row ${at.row} of ${at.file}: the ${what} of ${at.control}, ${written},`;
    if (found.fault === 'outside')
      this.#check.problem('path_outside', at, `${where} is outside the folder, so it was not opened.`);
    else this.#check.problem('file_missing', at, `${where} is not there.`);
    return null;
  }

  #checkHashes(
    said: (field: ImportField) => string,
    hashes: ImportedDocument['hashes'],
    at: { file: string; row: number; control: string },
  ): void {
    if (hashes === null) return;
    let isChecked = false;
    // A column named HASH may hold any of them, which its length tells.
    for (const stated of [said('md5'), said('sha1'), said('sha256')]) {
      const name = HASH_OF_LENGTH[stated.length];
      if (name === undefined || !/^[0-9a-f]+$/i.test(stated)) continue;
      isChecked = true;
      if (hashes[name] !== stated.toLowerCase())
        this.#check.problem(
          'hash_differs',
          at,
          `Row ${at.row} of ${at.file}: the original of ${at.control} is not the file that the load file describes. Its ${HASH_NAMES[name]} hash differs.`,
        );
    }
    if (isChecked) this.#check.hashesChecked += 1;
  }
}

const HASH_OF_LENGTH: Readonly<Record<number, 'md5' | 'sha1' | 'sha256'>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
};
const HASH_NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256' } as const;

/** A range of attachments begins with the document that they are attached to. */
function parentOf(control: string, parent: string, familyFirst: string): string | null {
  if (parent !== '') return parent === control ? null : parent;
  return familyFirst === '' || familyFirst === control ? null : familyFirst;
}

async function hashesOf(path: string): Promise<NonNullable<ImportedDocument['hashes']>> {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  for await (const piece of createReadStream(path))
    for (const hash of [md5, sha1, sha256]) hash.update(piece as Buffer);
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}
