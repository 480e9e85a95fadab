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
