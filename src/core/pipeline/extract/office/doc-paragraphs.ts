/** Finds the properties of a paragraph by its place in a Word document of 1997-2003 (MS-DOC, 2.4.6.1). */
import { type ListProperties, listProperties } from './doc-properties.ts';

const PAGE_BYTES = 512;
/** Bytes that a page has for each paragraph beside its place. */
const ENTRY_BYTES = 13;

export interface ParagraphProperties extends ListProperties {
  /** Index of the style. */
  style: number;
  /** Offset of the first byte after the paragraph. */
  to: number;
}

interface Run extends ParagraphProperties {
  from: number;
}

/** Returns the properties of the paragraph at an offset in the stream `WordDocument`, or null. */
export type PropertiesAt = (offset: number) => ParagraphProperties | null;

/**
 * @param document the stream `WordDocument` @param pages the table that names its pages of paragraph properties
 * @throws RangeError when a page is damaged
 */
export function readParagraphs(document: Buffer, pages: Buffer): PropertiesAt {
  const count = Math.max(0, Math.floor((pages.length - 4) / 8));
  const runs: Run[] = [];
  for (let i = 0; i < count; i += 1) {
    const page = pages.readUInt32LE((count + 1) * 4 + i * 4) & 0x3fffff;
    runs.push(...readPage(document.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)));
  }
  runs.sort((a, b) => a.from - b.from);
  return (offset) => {
    let [low, high] = [0, runs.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const run = runs[middle];
      if (run === undefined) return null;
      if (offset < run.from) high = middle - 1;
      else if (offset >= run.to) low = middle + 1;
      else return run;
    }
    return null;
  };
}

function readPage(page: Buffer): Run[] {
  const count = page.readUInt8(PAGE_BYTES - 1);
  return Array.from({ length: count }, (_, i) => {
    const run: Run = { from: page.readUInt32LE(i * 4), to: page.readUInt32LE((i + 1) * 4), style: 0 };
    const at = page.readUInt8((count + 1) * 4 + i * ENTRY_BYTES) * 2;
    if (at === 0) return run;
    // A length of 0 means that the next byte has it, for an even number of bytes.
    const half = page.readUInt8(at);
    const [start, end] = half === 0 ? [at + 2, at + 2 + 2 * page.readUInt8(at + 1)] : [at + 1, at + 2 * half];
    if (end < start + 2) return run;
    return { ...run, style: page.readUInt16LE(start), ...listProperties(page.subarray(start + 2, end)) };
  });
}
