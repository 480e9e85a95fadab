/** Reads the labeled texts of legal_NER: a packed table of words, as spaCy writes it. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP
import { inflateSync } from 'node:zlib';
import type { EntityKind } from '../../../src/shared/mentions.ts';

/** Columns of the table that are read. */
const [WORD, PART, KIND] = [65, 77, 78];
/** Words that spaCy knows by number. */
const NUMBERED = [
  [383n, 'ORG'],
  [384n, 'GPE'],
  [391n, 'DATE'],
] as const;
/** What a label counts as. Provisions and statutes are labeled apart, and ours is one, so neither counts. */
const KINDS: Readonly<Record<string, EntityKind | 'party'>> = {
  JUDGE: 'person',
  LAWYER: 'person',
  WITNESS: 'person',
  OTHER_PERSON: 'person',
  PETITIONER: 'party',
  RESPONDENT: 'party',
  COURT: 'organization',
  ORG: 'organization',
  GPE: 'place',
  DATE: 'date',
};

export interface DocBinText {
  text: string;
  labels: { kind: EntityKind | 'party'; start: number; end: number; label: string }[];
}

/** Returns true if a found kind is right for a labeled one: a party is a person or an organization. */
export const fitsParty = (labeled: string, found: string): boolean =>
  labeled === found || (labeled === 'party' && (found === 'person' || found === 'organization'));

/** Returns the texts of a file. */
export function readDocBin(file: Buffer): DocBinText[] {
  const packed = unpack(inflateSync(file)) as Record<string, unknown>;
  const columns = packed.attrs as number[];
  const table = packed.tokens as Buffer;
  const spaces = packed.spaces as Buffer;
  const lengths = packed.lengths as Buffer;
  const words = new Map<bigint, string>([
    ...(packed.strings as string[]).map((word) => [hash(word), word] as const),
    ...NUMBERED,
  ]);
  const cell = (row: number, column: number): bigint =>
    table.readBigUInt64LE((row * columns.length + columns.indexOf(column)) * 8);
  const texts: DocBinText[] = [];
  let row = 0;
  for (let n = 0; n < lengths.length; n += 4) {
    let text = '';
    const labels: DocBinText['labels'] = [];
    let open = false;
    for (const end = row + lengths.readInt32LE(n); row < end; row += 1) {
      const start = text.length;
      text += words.get(cell(row, WORD)) ?? '';
      const label = words.get(cell(row, KIND)) ?? '';
      const kind = KINDS[label];
      const last = labels.at(-1);
      // 3 starts a label, and 1 goes on with it.
      const part = Number(cell(row, PART));
      if (part === 1 && open && last !== undefined) last.end = text.length;
      else if (part === 3 && kind !== undefined) labels.push({ kind, start, end: text.length, label });
      open = (part === 3 && kind !== undefined) || (part === 1 && open);
      if (spaces[row] === 1) text += ' ';
    }
    texts.push({ text, labels });
  }
  return texts;
}

/** Returns the value in a buffer of MessagePack, as far as spaCy uses it. */
function unpack(data: Buffer): unknown {
  let at = 0;
  const number = (bytes: number): number => {
    at += bytes;
    return data.readUIntBE(at - bytes, bytes);
  };
  const slice = (length: number): Buffer => {
    at += length;
    return data.subarray(at - length, at);
  };
  const list = (length: number): unknown[] => Array.from({ length }, value);
  const map = (length: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length }, () => [String(value()), value()]));
  const skip = (length: number): null => {
    at += length;
    return null;
  };
  function value(): unknown {
    const type = number(1);
    if (type < 0x80) return type;
    if (type < 0x90) return map(type & 15);
    if (type < 0xa0) return list(type & 15);
    if (type < 0xc0) return slice(type & 31).toString();
    if (type >= 0xe0) return type - 256;
    const width = 1 << ((type - 0xc4) % 3);
    if (type >= 0xc4 && type <= 0xc6) return slice(number(width));
    if (type >= 0xcc && type <= 0xce) return number(1 << (type - 0xcc));
    if (type === 0xcf) return Number(slice(8).readBigUInt64BE());
    if (type >= 0xd9 && type <= 0xdb) return slice(number(1 << (type - 0xd9))).toString();
    if (type === 0xdc || type === 0xdd) return list(number(type === 0xdc ? 2 : 4));
    if (type === 0xde || type === 0xdf) return map(number(type === 0xde ? 2 : 4));
    if (type === 0xcb) return skip(8);
    return type === 0xc3 ? true : type === 0xc2 ? false : null;
  }
  return value();
}

const MASK = (1n << 64n) - 1n;
/** Returns the number that spaCy keeps for a string: MurmurHash64A with the seed 1. */
function hash(word: string): bigint {
  const data = Buffer.from(word);
  const m = 0xc6a4a7935bd1e995n;
  const mix = (k: bigint): bigint => {
    const once = (k * m) & MASK;
    return ((once ^ (once >> 47n)) * m) & MASK;
  };
  let h = 1n ^ ((BigInt(data.length) * m) & MASK);
  const whole = data.length - (data.length % 8);
  for (let i = 0; i < whole; i += 8) h = ((h ^ mix(data.readBigUInt64LE(i))) * m) & MASK;
  if (data.length > whole) {
    let rest = 0n;
    for (let i = data.length - 1; i >= whole; i -= 1) rest = (rest << 8n) | BigInt(data[i] ?? 0);
    h = ((h ^ rest) * m) & MASK;
  }
  h = ((h ^ (h >> 47n)) * m) & MASK;
  return h ^ (h >> 47n);
}
