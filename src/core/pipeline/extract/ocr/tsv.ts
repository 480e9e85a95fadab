/** Turns Tesseract's TSV, one row per word with its confidence, into text with lines and paragraphs. */

/** A word and where it stands in the picture that was read, in pixels from the top left corner. */
export interface OcrWord {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** 0-100. */
  confidence: number;
}

export interface OcrText {
  text: string;
  /** Mean word confidence, weighted by length, 0-100; null without words. */
  confidence: number | null;
  words: number;
  /** The words with their places, in the order of the text. */
  places: OcrWord[];
  /** True when most long words are taller than wide, so the lines run up or down the page. */
  sideways: boolean;
}

const WORD_LEVEL = '5';
/** An upright word with this many characters is wider than tall in any typeface. */
const LONG_WORD = 4;

/**
 * Parses TSV with the columns level, page, block, par, line, word, left, top, width, height, conf and text. A header
 * row is ignored.
 */
export function readTsv(tsv: string): OcrText {
  let text = '';
  let line = '';
  let paragraph = '';
  const places: OcrWord[] = [];
  let letters = 0;
  let sum = 0;
  let long = 0;
  let tall = 0;
  for (const row of tsv.split('\n')) {
    const columns = row.split('\t');
    if (columns[0] !== WORD_LEVEL) continue;
    const [, page, block, par, lineNumber, , x, y, width, height, confidence = '0', ...rest] = columns;
    const word = rest.join(' ').trim();
    if (word === '') continue;
    const thisParagraph = `${page}/${block}/${par}`;
    const thisLine = `${thisParagraph}/${lineNumber}`;
    if (text !== '') text += thisParagraph !== paragraph ? '\n\n' : thisLine !== line ? '\n' : ' ';
    text += word;
    paragraph = thisParagraph;
    line = thisLine;
    const certain = Math.max(0, Number(confidence));
    places.push({
      text: word,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      confidence: certain,
    });
    letters += word.length;
    if (word.length >= LONG_WORD) {
      long += 1;
      if (Number(height) > Number(width)) tall += 1;
    }
    sum += certain * word.length;
  }
  return {
    text,
    words: places.length,
    places,
    confidence: letters === 0 ? null : Math.round((sum / letters) * 10) / 10,
    sideways: tall > long / 2,
  };
}
