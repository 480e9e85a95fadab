/** Places the structure of a document in its original text. */
import type { OcrResult } from '../../../documents/types.ts';
import { type ReadingText, readingText } from '../reading/reading-text.ts';
import { tidyLines } from './block-lines.ts';
import { readStructure, type Structure } from './find.ts';

interface Span {
  start: number;
  end: number;
}

/**
 * Reads the structure of a document from the same reading text as the names, so without page heads and line numbers.
 * Offsets are those of the original text.
 */
export function structureOf({
  text,
  pages = [],
}: Pick<OcrResult, 'text'> & Partial<Pick<OcrResult, 'pages'>>): Structure {
  const reading = readingText(text, pages);
  const place = placer(reading);
  const { captions, courts, judges, signatures } = readStructure(reading.lines, tidyLines);
  return {
    captions: captions.map((caption) => ({
      ...whole(reading, caption),
      parties: caption.parties.map((party) => ({ ...party, places: party.places.map(place) })),
    })),
    courts: courts.map(place),
    judges: judges.map(place),
    signatures: signatures.map((block) => ({
      ...block,
      ...whole(reading, block),
      people: block.people.map(place),
      firms: block.firms.map(place),
      signsFor: block.signsFor === null ? null : place(block.signsFor),
      client:
        block.client === null
          ? null
          : {
              ...block.client,
              names: block.client.names.map((name) => ({ ...name, places: name.places.map(place) })),
            },
    })),
  };
}

/** Returns a function that places a name. */
const placer =
  ({ original }: ReadingText) =>
  <T extends Span>(item: T): T => ({ ...item, ...original(item.start, Math.max(item.start + 1, item.end)) });

/** Places a block, which may run over a page break. */
function whole({ original }: ReadingText, { start, end }: Span): Span {
  const first = original(start, start + 1).start;
  return {
    start: first,
    end: Math.max(first, original(Math.max(start, end - 1), Math.max(start + 1, end)).end),
  };
}
