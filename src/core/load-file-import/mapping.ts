/** Recognizes the fields of a load file by the names that programs give them. */

export const IMPORT_FIELDS = [
  'control',
  'end',
  'familyFirst',
  'familyLast',
  'familyRange',
  'parent',
  'custodian',
  'fileName',
  'filePath',
  'native',
  'text',
  'md5',
  'sha1',
  'sha256',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Names as people read them; spaces, signs and case do not count. Earlier ones are preferred. */
const NAMES: Readonly<Record<ImportField, string>> = {
  control:
    'Beg Doc, Beg Bates, Begin Bates, Beginning Bates, Begin Doc, Bates Beg, Beg No, Prod Beg, Prod Beg Bates, Control Number, Beg Control, Doc ID',
  end: 'End Doc, End Bates, Ending Bates, Bates End, End No, Prod End, Prod End Bates, End Control',
  familyFirst: 'Beg Attach, Beg Att, Begin Attach, Attach Beg, Prod Beg Attach, Beg Attachment, Beg Family',
  familyLast: 'End Attach, End Att, Attach End, Prod End Attach, End Attachment, End Family',
  familyRange: 'Attach Range, Attachment Range, Attach Rng, Family Range, Bates Family Range',
  parent: 'Parent ID, Parent Doc ID, Parent Bates, Parent Beg Doc, Parent',
  custodian: 'Custodian, Custodian Name, Doc Custodian',
  fileName: 'File Name, Original File Name, Document Name',
  filePath: 'File Path, Original File Path, Original Path, Source Path, Relative Path',
  native: 'Native Path, Native Link, Native File, Native File Path, Native, File Link, Doc Link',
  text: 'Text Path, Text Link, Text File, Extracted Text Path, Extracted Text, OCR Path, OCR Link, Full Text Path',
  md5: 'MD5, MD5 Hash, Hash MD5, File Hash, Hash, Hash Value',
  sha1: 'SHA1, SHA1 Hash, Hash SHA1',
  sha256: 'SHA256, SHA256 Hash, Hash SHA256',
};

const plain = (name: string): string => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** Returns the place of each known field in a header; absent for a field that it does not have. */
export function mapFields(header: readonly string[]): Map<ImportField, number> {
  const names = header.map(plain);
  const found = new Map<ImportField, number>();
  const taken = new Set<number>();
  for (const field of IMPORT_FIELDS) {
    const at = NAMES[field]
      .split(',')
      .map((name) => names.indexOf(plain(name)))
      .find((place) => place >= 0 && !taken.has(place));
    if (at === undefined) continue;
    found.set(field, at);
    taken.add(at);
  }
  return found;
}

/** Returns the first and the last number of a range such as `ABC001 - ABC005` or `ABC-001-ABC-005`; null for anything else. */
export function rangeOf(written: string): { first: string; last: string } | null {
  const spaced = /^(\S+)\s*(?:;|\s[-\u2013]\s|\sto\s)\s*(\S+)$/i.exec(written);
  if (spaced !== null) return { first: spaced[1] ?? '', last: spaced[2] ?? '' };
  // Numbers may have hyphens of their own, so the one in the middle divides the range.
  const middle = (written.length - 1) / 2;
  if (!Number.isInteger(middle) || middle < 1 || !/[-\u2013]/.test(written[middle] ?? '')) return null;
  return { first: written.slice(0, middle), last: written.slice(middle + 1) };
}
