/** Valid files of every type that are cut off, overwritten, bit-flipped and renamed, the same way each time. */
import { seeded } from '../../crash/support.ts';
import { type Ending, type HostileCase, hostile } from './case.ts';
import { originals } from './originals.ts';

/** A package without its directory is no longer an Office file; a flipped bit in a size may make it absurdly large. */
const PACKAGE: readonly Ending[] = ['completed', 'corrupt', 'container_error', 'oversize'];
const ARCHIVE: readonly Ending[] = ['completed', 'container_error', 'container_limit', 'corrupt'];
/** Accepted endings by type when part of a file is gone. Text has no structure that can break. */
const BY_TYPE: Readonly<Record<string, readonly Ending[]>> = {
  pdf: ['completed', 'corrupt', 'encrypted'],
  png: ['completed', 'corrupt', 'oversize'],
  jpg: ['completed', 'corrupt', 'oversize'],
  tif: ['completed', 'corrupt', 'oversize'],
  docx: PACKAGE,
  xlsx: PACKAGE,
  pptx: PACKAGE,
  odt: PACKAGE,
  ods: PACKAGE,
  odp: PACKAGE,
  msg: ['completed', 'corrupt', 'unsupported'],
  zip: ['completed', 'container_error'],
  eml: ['completed'],
  mbox: ['completed', 'container_error'],
  rtf: ['completed', 'corrupt'],
  html: ['completed'],
  csv: ['completed'],
  txt: ['completed'],
  doc: ['completed', 'corrupt'],
  xls: ['completed', 'corrupt'],
  xlsb: PACKAGE,
  fodt: ['completed', 'corrupt'],
  gif: ['completed', 'corrupt', 'oversize'],
  webp: ['completed', 'corrupt', 'oversize'],
  bmp: ['completed', 'corrupt', 'oversize'],
  jp2: ['completed', 'corrupt', 'oversize'],
  svg: ['completed', 'corrupt'],
  emlx: ['completed'],
  dat: ['completed', 'corrupt'],
  p7m: ['completed', 'corrupt'],
  ics: ['completed', 'corrupt'],
  vcf: ['completed', 'corrupt'],
  ost: ['completed', 'corrupt', 'container_error'],
  '7z': ARCHIVE,
  tar: ARCHIVE,
  gz: ARCHIVE,
  bz2: ARCHIVE,
};
const SAME_HEAD = new Set(['doc', 'xls']);
/** Text under the name of another kind of text is no surprise. */
const TEXTS = new Set(['txt', 'csv', 'mbox', 'eml', 'emlx', 'ics', 'vcf', 'fodt', 'svg', 'html', 'rtf']);
/** Bytes without a header have no type, because file names are not trusted. */
const HEADLESS: readonly Ending[] = [
  'unrecognized',
  'unsupported',
  'completed',
  'corrupt',
  'container_error',
];

/** Flips one bit in about one of two hundred bytes. */
function flipped(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  const random = seeded(seed);
  for (let i = 0; i < Math.max(4, bytes.length / 200); i += 1) {
    const at = Math.floor(random() * copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}

function overwritten(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  const random = seeded(seed);
  for (let at = Math.floor(bytes.length / 3); at < (bytes.length * 2) / 3; at += 1)
    copy[at] = Math.floor(random() * 256);
  return copy;
}

/** Returns seven kinds of damage per type, and each content under the name of another type. */
export async function damagedFiles(): Promise<HostileCase[]> {
  const cases: HostileCase[] = [];
  const files = Object.entries(await originals());
  for (const [index, [type, bytes]] of files.entries()) {
    const ends = BY_TYPE[type] ?? [];
    const anything = [...new Set([...ends, ...HEADLESS])];
    const add = (what: string, content: Buffer, may: readonly Ending[]): number =>
      cases.push(hostile(`damage/${type}/${what}.${type}`, content, may));
    add('nine-tenths', bytes.subarray(0, Math.floor(bytes.length * 0.9)), ends);
    add('half', bytes.subarray(0, Math.floor(bytes.length / 2)), ends);
    // The same sixteen bytes begin three types; more copies would be duplicates.
    if (!SAME_HEAD.has(type)) add('sixteen-bytes', bytes.subarray(0, 16), anything);
    add('turned-bits', flipped(bytes, index + 1), anything);
    add('turned-bits-again', flipped(bytes, index + 101), anything);
    add('middle-overwritten', overwritten(bytes, index + 201), anything);
    add('without-its-head', bytes.subarray(Math.floor(bytes.length / 3)), anything);
    const [other = 'pdf'] = files[(index + 5) % files.length] ?? [];
    const warned = other === 'dat' || (TEXTS.has(type) && TEXTS.has(other));
    cases.push(
      hostile(
        `damage/${type}/named-otherwise.${other}`,
        Buffer.concat([bytes]),
        ['completed'],
        warned ? {} : { warns: 'extension_mismatch' },
      ),
    );
    cases.push(hostile(`damage/${type}/empty.${type}`, '', ['empty']));
  }
  return cases;
}
