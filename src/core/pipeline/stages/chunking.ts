/** Splits the text into chunks for search and reading: after a paragraph, a sentence, a line or a word. */
import type { Chunk, ChunkingResult, OcrResult } from '../../documents/types.ts';
import { sentenceSpans } from '../entities/sentences.ts';

/** Most UTF-16 characters in a chunk: about 300 English words, a size that most search indexes accept. */
export const CHUNK_CHARACTERS = 1800;
/** Fewest characters before a cut after a paragraph, sentence, line or word, so that chunks are not too small. */
const MIN_CHARACTERS = CHUNK_CHARACTERS / 3;

/** Splits a text into chunks. They have no gaps or overlaps, and none spans two pages. */
export function chunkText(ocr: OcrResult): ChunkingResult {
  const chunks: Chunk[] = [];
  for (const { start, end, page, lastCut } of stretches(ocr)) {
    let at = start;
    while (end - at > CHUNK_CHARACTERS && at < lastCut) {
      const next = at + cutWithin(ocr.text.slice(at, Math.min(at + CHUNK_CHARACTERS, lastCut)));
      chunks.push({ start: at, end: next, page });
      at = next;
    }
    if (at < end) chunks.push({ start: at, end, page });
  }
  return { chunks };
}

/** A page's part of the text. A cut after `lastCut` would leave a chunk of nothing but the break between pages. */
type Stretch = Chunk & { lastCut: number };

/** Returns the text by page. Text between two pages belongs to the first. */
function stretches(ocr: OcrResult): Stretch[] {
  const pages = ocr.pages.filter((p) => p.end > p.start);
  if (pages.length === 0) {
    const end = ocr.text.length;
    return [{ start: 0, end, page: null, lastCut: end }];
  }
  return pages.map((p, i) => ({
    start: i === 0 ? 0 : p.start,
    end: pages[i + 1]?.start ?? ocr.text.length,
    page: p.page,
    lastCut: p.end - 1,
  }));
}

/** Returns where to cut a full window: after the last paragraph, sentence, line or word that fits. */
function cutWithin(window: string): number {
  const paragraph = lastEnd(window, /\n[ \t]*\n\s*/g);
  if (paragraph >= MIN_CHARACTERS) return paragraph;
  const sentence = sentenceSpans(window).at(-1)?.start ?? 0;
  if (sentence >= MIN_CHARACTERS) return sentence;
  const line = window.lastIndexOf('\n') + 1;
  if (line >= MIN_CHARACTERS) return line;
  const word = lastEnd(window, /\s+/g);
  if (word >= MIN_CHARACTERS) return word;
  const last = window.charCodeAt(window.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? window.length - 1 : window.length;
}

/** Returns the end of the last match that is not at the end of the window; 0 if there is none. */
function lastEnd(window: string, pattern: RegExp): number {
  let end = 0;
  for (const match of window.matchAll(pattern)) {
    const stop = match.index + match[0].length;
    if (stop < window.length) end = stop;
  }
  return end;
}
