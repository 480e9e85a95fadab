/** Writes the words of the pictures in an RTF file at their place, before the file is read as text. */
import type { PictureReader } from '../types.ts';

const OPEN = 0x7b;
const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
/** Control words are at most this long (RTF 1.9.1), with a number and the blank that ends them. */
const MAX_WORD = 48;
const WORD = /^\\([a-z]+)(-?\d+)? ?/;
/** No real document nests deeper; the pictures beyond are left to the reader, which fails on such a file. */
const MAX_DEPTH = 10_000;
/** The first control word of a group. */
const HEAD = /^\{\s*(?:\\\*\s*)?\\([a-z]+)/;
const MAX_HEAD = 64;
/** Groups that a reader shows as a picture, from outside to inside; words inside them are not text. */
const SHOWN = new Set(['shp', 'shpgrp', 'shpinst', 'shppict', 'pict', 'do']);
/** Groups whose pictures nobody sees: what old programs show, previews of objects, bullets. */
const UNSEEN = new Set(['nonshppict', 'object', 'listpicture', 'background', 'fldinst']);

interface Picture {
  /** Offset of the outermost group that shows the picture. */
  at: number;
  content: Buffer;
}

/** Returns the file with the words before each picture. */
export async function withRtfPictures(rtf: Buffer, pictures: PictureReader | undefined): Promise<Buffer> {
  if (pictures === undefined || !rtf.includes('\\pict')) return rtf;
  const pieces: Buffer[] = [];
  let from = 0;
  let number = 0;
  for (const { at, content } of findPictures(rtf)) {
    number += 1;
    const words = await pictures.read(String(number), content);
    if (words === '') continue;
    pieces.push(rtf.subarray(from, at), Buffer.from(asRtf(words), 'latin1'));
    from = at;
  }
  return pieces.length === 0 ? rtf : Buffer.concat([...pieces, rtf.subarray(from)]);
}

/** Returns words as lines of their own. */
function asRtf(words: string): string {
  const escaped = words
    .replace(/[\\{}]/g, '\\$&')
    .replace(
      /[^\n -~]/g,
      (c) => `\\u${c.charCodeAt(0) > 0x7fff ? c.charCodeAt(0) - 0x10000 : c.charCodeAt(0)}?`,
    );
  return `{\\line ${escaped.replace(/\n/g, '\\line ')}\\line }`;
}

/** Yields the pictures in order. */
function* findPictures(rtf: Buffer): Generator<Picture> {
  const groups: { at: number; head: string }[] = [];
  for (let i = 0; i < rtf.length; ) {
    const byte = rtf[i];
    if (byte === OPEN) {
      const head = HEAD.exec(rtf.toString('latin1', i, i + MAX_HEAD))?.[1] ?? '';
      if (head === 'pict' && !groups.some((group) => UNSEEN.has(group.head))) {
        const { content, end } = readPicture(rtf, i);
        const outer = groups.find((group) => SHOWN.has(group.head));
        if (content.length > 0) yield { at: outer?.at ?? i, content };
        i = end;
        continue;
      }
      if (groups.length >= MAX_DEPTH) return;
      groups.push({ at: i, head });
    } else if (byte === CLOSE) groups.pop();
    i += byte === BACKSLASH ? escapeLength(rtf, i) : 1;
  }
}

/** Returns the length of an escaped character or of binary data, which may contain braces; otherwise 1. */
function escapeLength(rtf: Buffer, at: number): number {
  const next = rtf[at + 1];
  if (next === OPEN || next === CLOSE || next === BACKSLASH) return 2;
  if (next !== 0x62) return 1;
  const [whole = '', word, count] = WORD.exec(rtf.toString('latin1', at, at + MAX_WORD)) ?? [];
  return word === 'bin' ? whole.length + Math.max(0, Number(count ?? 0)) : 1;
}

/** Returns the bytes of the picture whose group opens at `at`, and where the group ends. */
function readPicture(rtf: Buffer, at: number): { content: Buffer; end: number } {
  const digits: string[] = [];
  let binary: Buffer | null = null;
  let depth = 0;
  for (let i = at; i < rtf.length; ) {
    const byte = rtf[i];
    if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) return { content: binary ?? Buffer.from(digits.join(''), 'hex'), end: i + 1 };
    } else if (byte === BACKSLASH) {
      const [whole = '', word, count = '0'] = WORD.exec(rtf.toString('latin1', i, i + MAX_WORD)) ?? [];
      i += Math.max(1, whole.length);
      if (word !== 'bin') continue;
      const length = Math.max(0, Number(count));
      binary = rtf.subarray(i, i + length);
      i += length;
      continue;
    } else if (depth === 1) {
      const end = endOfRun(rtf, i);
      digits.push(rtf.toString('latin1', i, end).replace(/[^0-9a-f]/gi, ''));
      i = end;
      continue;
    }
    i += 1;
  }
  return { content: binary ?? Buffer.from(digits.join(''), 'hex'), end: rtf.length };
}

/** Returns the offset of the next brace or backslash. */
function endOfRun(rtf: Buffer, from: number): number {
  let at = from;
  while (at < rtf.length && rtf[at] !== OPEN && rtf[at] !== CLOSE && rtf[at] !== BACKSLASH) at += 1;
  return at;
}
