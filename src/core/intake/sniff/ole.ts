/**
 * Recognizes compound files (MS-CFB): Outlook messages and Office files before 2007. It reads only the names in the
 * directory, in bounded steps. The available libraries would load the whole file.
 */
import type { Detected, Sample } from './types.ts';

const MAGIC = 'd0cf11e0a1b11ae1';
const END = 0xfffffffa;
const ENTRY_BYTES = 128;
/** Directory sectors to read: at most 2 MB of names. */
const MAX_SECTORS = 512;
/** DIFAT sectors to follow to a FAT sector. */
const MAX_DIFAT = 256;

export const isCompound = (head: Buffer): boolean => head.subarray(0, 8).toString('hex') === MAGIC;

class Table {
  readonly #sample: Sample;
  readonly #sectorBytes: number;

  constructor(sample: Sample) {
    this.#sample = sample;
    this.#sectorBytes = 1 << Math.min(12, Math.max(7, sample.head.readUInt16LE(30)));
  }

  sector(n: number): Promise<Buffer> {
    return this.#sample.read((n + 1) * this.#sectorBytes, this.#sectorBytes);
  }

  /** Returns the sector after `n` in its chain; null at the end, or if the file is damaged. */
  async after(n: number): Promise<number | null> {
    const perSector = this.#sectorBytes / 4;
    const fat = await this.#fatSector(Math.floor(n / perSector));
    const at = (n % perSector) * 4;
    if (fat === null) return null;
    const table = await this.sector(fat);
    if (table.length < at + 4) return null;
    const next = table.readUInt32LE(at);
    return next >= END ? null : next;
  }

  /** Returns the number of a FAT sector. The header lists the first 109, the DIFAT chain lists the others. */
  async #fatSector(index: number): Promise<number | null> {
    const { head } = this.#sample;
    if (index < 109) return valid(head.readUInt32LE(76 + index * 4));
    const perSector = this.#sectorBytes / 4 - 1;
    let left = index - 109;
    let next = head.readUInt32LE(68);
    for (let i = 0; i < MAX_DIFAT && next < END; i += 1) {
      const sector = await this.sector(next);
      if (sector.length < this.#sectorBytes) return null;
      if (left < perSector) return valid(sector.readUInt32LE(left * 4));
      left -= perSector;
      next = sector.readUInt32LE(perSector * 4);
    }
    return null;
  }
}

const valid = (n: number): number | null => (n >= END ? null : n);

/** A place without an entry, in the links between entries. */
const NO_ENTRY = 0xffffffff;

interface Entry {
  name: string;
  /** Indexes of its neighbors in the same storage, and of one of its own entries. */
  links: readonly [left: number, right: number, child: number];
}

async function readDirectory(sample: Sample): Promise<Entry[]> {
  const entries: Entry[] = [];
  if (sample.head.length < 512) return entries;
  const table = new Table(sample);
  let at: number | null = valid(sample.head.readUInt32LE(48));
  for (let i = 0; i < MAX_SECTORS && at !== null; i += 1) {
    const sector = await table.sector(at);
    for (let entry = 0; entry + ENTRY_BYTES <= sector.length; entry += ENTRY_BYTES) {
      const length = sector.readUInt16LE(entry + 64);
      const name =
        length >= 2 && length <= 64
          ? sector.toString('utf16le', entry, entry + length - 2).toLowerCase()
          : '';
      const link = (place: number): number => sector.readUInt32LE(entry + place);
      entries.push({ name, links: [link(68), link(72), link(76)] });
    }
    at = await table.after(at);
  }
  return entries;
}

/** Returns the names in the outermost storage: the others may belong to files that are embedded in the document. */
function outerNames(entries: readonly Entry[]): Set<string> {
  const names = new Set<string>();
  const seen = new Set<number>([NO_ENTRY]);
  const open = [entries[0]?.links[2] ?? NO_ENTRY];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entry = entries[at];
    if (entry === undefined || seen.has(at)) continue;
    seen.add(at);
    names.add(entry.name);
    open.push(entry.links[0], entry.links[1]);
  }
  return names;
}

const OFFICE_BY_EXTENSION = new Map<string, Detected>([
  ['xlsx', { type: 'xlsx', description: '' }],
  ['xlsm', { type: 'xlsx', description: '' }],
  ['pptx', { type: 'pptx', description: '' }],
  ['pptm', { type: 'pptx', description: '' }],
]);

const other = (description: string): Detected => ({ type: 'other', description });

const found = (type: Detected['type']): Detected => ({ type, description: '' });

/** Names of streams in lower case, with the type of file that has them. The first that fits decides. */
const BY_STREAM: readonly (readonly [string, Detected])[] = [
  ['worddocument', found('doc')],
  ['workbook', found('xls')],
  ['book', found('xls')],
  ['powerpoint document', found('ppt')],
  ['pp40', found('ppt')],
  ['visiodocument', found('vsd')],
  ['quill', found('pub')],
  ['mn0', found('works')],
  ['matost', found('works')],
  ['bodytext', other('a Hangul document (.hwp)')],
  ['nativecontent_main', other('a Quattro Pro worksheet')],
  ['perfectoffice_main', other('a document of WordPerfect Office')],
  ['props9', other('a Microsoft Project plan')],
  ['props12', other('a Microsoft Project plan')],
  ['props14', other('a Microsoft Project plan')],
  ['catalog', other('a Windows thumbnail file')],
  ['swdocmgrtempstorage', other('a SolidWorks drawing')],
  ['summarycatalog', other('a Lotus SmartSuite document')],
];

/** Types whose reader can say what is wrong with a file that lost its directory. */
const READ_BY_EXTENSION: readonly Detected['type'][] = ['doc', 'xls', 'ppt', 'msg'];

/** Returns what a file is whose directory names nothing. Its bytes say no more, so its name does. */
function withoutDirectory(extension: string): Detected {
  const type = READ_BY_EXTENSION.find((known) => known === extension);
  return type === undefined ? other('a damaged file of an older Windows program') : found(type);
}

/** Detects the type of a compound file. Only its name tells the type of an encrypted Office file. */
export async function detectCompound(sample: Sample): Promise<Detected> {
  const entries = await readDirectory(sample);
  const names = new Set(entries.map(({ name }) => name));
  const outer = outerNames(entries);
  if (names.has('encryptedpackage'))
    return OFFICE_BY_EXTENSION.get(sample.extension) ?? { type: 'docx', description: '' };
  if ([...names].some((name) => name.startsWith('__properties_version') || name.startsWith('__substg1.0')))
    return found('msg');
  // A damaged directory may have lost its outermost names.
  for (const known of [outer, names])
    for (const [name, detected] of BY_STREAM) if (known.has(name)) return detected;
  // Works calls its text "CONTENTS"; so do Publisher files of before 97, which the extension tells apart.
  if (names.has('contents')) return found(sample.extension === 'pub' ? 'pub' : 'works');
  if ([...names].some((name) => name.startsWith('!') || name.startsWith('䡀')))
    return other('a Windows installer');
  if ([...names].every((name) => name === '' || name === 'root entry'))
    return withoutDirectory(sample.extension);
  if (sample.extension === 'db') return other('a Windows thumbnail file');
  return other('a compound file of an older Windows program');
}
