/**
 * Reads load files as somebody else would: it knows the format from its description, and shares no code with Redwell.
 * A DAT file has values between þ (U+00FE) with U+0014 between them; a doubled þ is one; ® is a line break.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const QUOTE = 0xfe;
const SEPARATOR = 0x14;
const BREAK = 0xae;
const CR = 0x0d;
const LF = 0x0a;

export type Row = Record<string, string>;

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(3));
  throw new Error('The file has no byte order mark');
}

/** Reads all records of a DAT file. @throws Error at anything that the format does not allow */
export function parseDat(bytes: Buffer): string[][] {
  const text = decode(bytes);
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  const code = (): number => text.charCodeAt(at);
  while (at < text.length) {
    if (code() !== QUOTE) throw new Error(`A value does not begin with þ at ${at}`);
    at += 1;
    let value = '';
    for (;;) {
      if (at >= text.length) throw new Error('The last value has no end');
      if (code() === QUOTE) {
        if (text.charCodeAt(at + 1) !== QUOTE) break;
        value += '\u00FE';
        at += 2;
        continue;
      }
      if (code() === CR || code() === LF) throw new Error(`A bare line break inside a value at ${at}`);
      value += code() === BREAK ? '\n' : text[at];
      at += 1;
    }
    at += 1;
    record.push(value);
    if (code() === SEPARATOR) {
      at += 1;
      continue;
    }
    if (code() !== CR || text.charCodeAt(at + 1) !== LF)
      throw new Error(`A record does not end with CR LF at ${at}`);
    at += 2;
    records.push(record);
    record = [];
  }
  if (record.length > 0) throw new Error('The last record has no end');
  return records;
}

export interface ImportedDocument {
  row: Row;
  /** What NATIVEPATH and TEXTPATH lead to; null where they are empty. */
  native: Buffer | null;
  text: string | null;
  sha256: string | null;
  md5: string | null;
}

/** Imports all volumes of a load file, in order. @throws Error when a path leads nowhere, or a header is not unique */
export function importLoadFile(folder: string): ImportedDocument[] {
  const volumes = readdirSync(folder)
    .filter((name) => /^VOL\d+$/.test(name))
    .sort();
  return volumes.flatMap((volume) => {
    const [head = [], ...records] = parseDat(readFileSync(join(folder, volume, 'DATA', `${volume}.dat`)));
    if (new Set(head).size !== head.length) throw new Error('A field name is there twice');
    return records.map((record) => {
      if (record.length !== head.length)
        throw new Error(`A record has ${record.length} of ${head.length} values`);
      const row = Object.fromEntries(head.map((name, i) => [name, record[i] ?? '']));
      const open = (path = ''): Buffer | null =>
        path === '' ? null : readFileSync(join(folder, ...path.split('\\')));
      const native = open(row.NATIVEPATH);
      const hash = (algorithm: string) =>
        native === null ? null : createHash(algorithm).update(native).digest('hex');
      return {
        row,
        native,
        text: open(row.TEXTPATH)?.toString('utf8') ?? null,
        sha256: hash('sha256'),
        md5: hash('md5'),
      };
    });
  });
}

/** A document of an OPT file: its images in order. */
export interface ImagedDocument {
  key: string;
  volume: string;
  /** As the file counts them. */
  pages: number;
  images: { key: string; path: string; bytes: Buffer }[];
}

/**
 * Reads an Opticon file: `key,volume,path,Y,folder,box,pages`, with `Y` and the number of pages where a document begins.
 * @param open returns the bytes of a path. @throws Error at anything that the format does not allow
 */
export function parseOpt(text: string, open: (path: string) => Buffer): ImagedDocument[] {
  if (!/^[\x20-\x7e\r\n]*$/.test(text)) throw new Error('An OPT file has plain ASCII only');
  const documents: ImagedDocument[] = [];
  const seen = new Set<string>();
  const lines = text.split('\r\n');
  if (lines.pop() !== '') throw new Error('The last line has no end');
  for (const line of lines) {
    const [key = '', volume = '', path = '', first, folder, box, pages, ...more] = line.split(',');
    if (pages === undefined || more.length > 0) throw new Error(`A line does not have seven values: ${line}`);
    if (key === '' || seen.has(key)) throw new Error(`The key ${key} is empty or there twice`);
    seen.add(key);
    if (folder !== '' || box !== '') throw new Error('A line has a folder or box break');
    if (first === 'Y') documents.push({ key, volume, pages: Number(pages), images: [] });
    else if (first !== '' || pages !== '') throw new Error(`A page is neither first nor plain: ${line}`);
    const document = documents.at(-1);
    if (document === undefined) throw new Error('The first line begins no document');
    document.images.push({ key, path, bytes: open(path) });
  }
  return documents;
}

/** Imports the page images of all volumes, in order. */
export function importImages(folder: string): ImagedDocument[] {
  const volumes = readdirSync(folder)
    .filter((name) => /^VOL\d+$/.test(name))
    .sort();
  return volumes.flatMap((volume) =>
    parseOpt(readFileSync(join(folder, volume, 'DATA', `${volume}.opt`), 'latin1'), (path) =>
      readFileSync(join(folder, ...path.split('\\'))),
    ),
  );
}
