/** Reads by OCR what the text layer of a page does not give: scans, pictures, and layers that spell nothing. */
import { DocumentError } from '../../../documents/errors.ts';
import { noteOfNoWords } from '../ocr/ink.ts';
import { toPgm } from '../ocr/pgm.ts';
import type { OcrText } from '../ocr/tsv.ts';
import type { PageNote, ReadPage, SlowPage } from '../pages.ts';
import { agreement, ownWords, sharedWords } from './agreement.ts';
import type { PdfDocument } from './document.ts';
import type { Picture } from './layout.ts';
import { LETTERS_LOST, NO_TIME, PICTURE_NOT_READ, REPLACED, RESTORED, UNSETTLED } from './look-notes.ts';
import type { PageKind } from './page-kind.ts';
import { placePicture } from './place.ts';
import { spells } from './spelling.ts';
import { withStamp } from './stamp.ts';
import { isReadable } from './text-layer.ts';

/** Reads a picture. @throws DocumentError corrupt, ocr_timeout */
export type Ocr = (pgm: Buffer, dpi: number) => Promise<OcrText>;

/** A page as seen before OCR. */
export interface SeenPage {
  number: number;
  /** The text layer as it is in the file. */
  layer: string;
  /** The text layer in reading order. */
  text: string;
  /** How many letters in words of the text layer have no meaning. */
  lost: number;
  kind: PageKind;
}

/** The resolution at which tesseract reads best for its cost. */
const OCR_DPI = 300;
/** With a lower mean confidence OCR does not overrule a text layer and adds nothing to it. */
const SURE = 65;
const MIN_WORDS = 5;
/** OCR agrees with a right text layer at least this far, and with a wrong one hardly. */
const AGREES = 0.35;
const DISAGREES = 0.2;
/** After this many pages that only looked wrong, the other pages of the document are believed. */
const ENOUGH_MATCHES = 3;
/** A picture with this many uncertain words has text; with fewer it is a logo, a signature or a photograph. */
const TEXT_WORDS = 4;
/** Of the words of a picture with text over it, the picture's own are at least this share. */
const OWN_SHARE = 0.25;
/** When OCR of a picture has this share of the words of the page's text, the text stands on the picture. */
const MOSTLY_OVER = 0.6;

/** The second looks at one document. */
export class SecondLook {
  readonly #document: PdfDocument;
  readonly #ocr: Ocr;
  /** The pictures read so far. A logo is read on its first page only. */
  readonly #known = new Set<string>();
  #matches = 0;

  constructor(document: PdfDocument, ocr: Ocr) {
    this.#document = document;
    this.#ocr = ocr;
  }

  /**
   * Returns the page at once, or a way to read it later.
   * @param finish adds what belongs to the page besides its text layer, such as form values
   */
  look(page: SeenPage, finish: (text: string, source: 'text' | 'ocr') => string): ReadPage | SlowPage {
    const { number, kind } = page;
    const done = async (read: Promise<ReadPage>): Promise<ReadPage> => {
      const result = await read;
      return { ...result, text: finish(result.text, result.source === 'ocr' ? 'ocr' : 'text') };
    };
    switch (kind.kind) {
      case 'text':
      case 'none': {
        const text = finish(page.text, 'text');
        const reason = kind.kind === 'text' && kind.reason !== undefined ? { reason: kind.reason } : {};
        const source = text === '' ? 'none' : 'text';
        return { page: number, text, source, confidence: null, notes: lostNotes(page), ...reason };
      }
      case 'scan': {
        const text = finish(page.text, 'text');
        return {
          meanwhile: isReadable(text) ? text : '',
          read: () => done(this.#scan(page, kind)),
        };
      }
      case 'doubtful':
        // Wrong letters and amounts are worse than none.
        return { meanwhile: finish('', 'ocr'), read: () => done(this.#doubtful(page, kind.suspect)) };
      case 'broken':
        return {
          meanwhile: finish(page.text, 'text'),
          unread: LETTERS_LOST,
          read: () => done(this.#broken(page)),
        };
      case 'pictures':
        return {
          meanwhile: finish(page.text, 'text'),
          unread: NO_TIME,
          read: () => done(this.#pictures(page, kind.pictures)),
        };
    }
  }

  async #scan(
    { number, layer, text }: SeenPage,
    { stamp, drawing, reason }: Extract<PageKind, { kind: 'scan' }>,
  ): Promise<ReadPage> {
    const read = await this.#readPage(number);
    // Lines and curves that are no letters, such as those of a chart.
    if (drawing === true && !isSure(read))
      return { page: number, text, source: 'text', confidence: null, reason: 'its drawing has no words' };
    return {
      page: number,
      text: stamp ? withStamp(read.text, layer) : read.text,
      source: 'ocr',
      confidence: read.confidence,
      reason,
      notes: stamp ? read.notes : [REPLACED, ...read.notes],
    };
  }

  async #doubtful(page: SeenPage, suspect: string): Promise<ReadPage> {
    const { number, text } = page;
    const layer: ReadPage = {
      page: number,
      text,
      source: 'text',
      confidence: null,
      notes: lostNotes(page),
    };
    if (this.#matches >= ENOUGH_MATCHES)
      return { ...layer, reason: 'its letters look wrong, but they matched the page elsewhere in the file' };
    const read = await this.#readPage(number);
    const shared = agreement(suspect, read.text);
    if (shared >= AGREES) {
      this.#matches += 1;
      return { ...layer, reason: 'its letters look wrong, but OCR of the page agrees with them' };
    }
    if (shared < DISAGREES && isSure(read) && read.words >= MIN_WORDS && spells(read.text))
      return {
        page: number,
        text: read.text,
        source: 'ocr',
        confidence: read.confidence,
        reason: 'the letters of its text layer spell nothing',
        notes: [REPLACED],
      };
    return { ...layer, reason: 'its letters look wrong, and OCR did not settle it', notes: [UNSETTLED] };
  }

  async #broken({ number, text }: SeenPage): Promise<ReadPage> {
    const read = await this.#readPage(number);
    return isSure(read) && read.words >= MIN_WORDS
      ? {
          page: number,
          text: read.text,
          source: 'ocr',
          confidence: read.confidence,
          reason: 'letters are missing in the words of its text layer',
          notes: [RESTORED],
        }
      : {
          page: number,
          text,
          source: 'text',
          confidence: null,
          reason: 'letters are missing in its words, and OCR did not find them',
          notes: [LETTERS_LOST],
        };
  }

  async #pictures(page: SeenPage, pictures: readonly Picture[]): Promise<ReadPage> {
    const { number } = page;
    let { text } = page;
    const notes = lostNotes(page);
    let found = false;
    for (const { box, key } of pictures) {
      if (this.#known.has(key)) continue;
      const seen = await this.#document.withPage(number, (lent) => ({
        picture: lent.render(OCR_DPI, box),
        near: lent.linesAround(box),
      }));
      const read = await this.#readPicture(toPgm(seen.picture), seen.picture.dpi);
      if ('code' in read) {
        notes.push(read);
        continue;
      }
      this.#known.add(key);
      if (read.words >= TEXT_WORDS && !isSure(read)) notes.push(PICTURE_NOT_READ);
      if (!isSure(read) || !hasOwnWords(read.text, page.layer)) continue;
      if ((sharedWords(page.layer, read.text) ?? 0) >= MOSTLY_OVER) return this.#behind(page, read);
      found = true;
      text = placePicture(text, read.text, seen.near);
    }
    const reason = found ? { reason: 'it has a picture with words, which OCR read' } : {};
    return { page: number, text, source: 'text', confidence: null, notes, ...reason };
  }

  /** Returns a page whose text stands on a picture with words of its own, such as a filled form. */
  #behind({ number, layer }: SeenPage, read: OcrText): ReadPage {
    return {
      page: number,
      text: withStamp(read.text, layer),
      source: 'ocr',
      confidence: read.confidence,
      reason: 'its text stands on a picture with words of its own',
    };
  }

  async #readPage(number: number): Promise<OcrText & { notes: PageNote[] }> {
    const picture = await this.#document.withPage(number, (page) => page.picture(OCR_DPI));
    const pgm = toPgm(picture);
    const read = await this.#ocr(pgm, picture.dpi);
    return { ...read, notes: noteOfNoWords(read, pgm) };
  }

  /** Returns the words of a picture, or a note when OCR failed on it; the text of its page is right all the same. */
  async #readPicture(pgm: Buffer, dpi: number): Promise<OcrText | PageNote> {
    try {
      return await this.#ocr(pgm, dpi);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      if (error.code === 'ocr_timeout') return NO_TIME;
      if (error.code === 'corrupt') return PICTURE_NOT_READ;
      throw error;
    }
  }
}

const lostNotes = ({ lost }: SeenPage): PageNote[] => (lost > 0 ? [LETTERS_LOST] : []);

const isSure = ({ words, confidence }: OcrText): boolean => words > 0 && (confidence ?? 0) >= SURE;

/** Returns true when a picture says more than the text over it, which is in the picture too. */
function hasOwnWords(read: string, layer: string): boolean {
  const own = ownWords(read, layer);
  return own > 0 && own >= (read.match(/[\p{L}\p{N}]{3,}/gu)?.length ?? 0) * OWN_SHARE;
}
