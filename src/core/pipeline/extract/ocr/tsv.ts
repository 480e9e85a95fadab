/** Tesseract's TSV: one row a word with its confidence; here it becomes text with lines and paragraphs. */

export interface OcrText {
  text: string;
  /** Mean word confidence weighted by length, 0-100; null without words. */
  confidence: number | null;
  words: number;
}

const WORD_LEVEL = '5';

/** Columns: level page block par line word left top width height conf text. A header row is ignored. */
export function readTsv(tsv: string): OcrText {
  let text = '';
  let line = '';
  let paragraph = '';
  let words = 0;
  let letters = 0;
  let sum = 0;
  for (const row of tsv.split('\n')) {
    const columns = row.split('\t');
    if (columns[0] !== WORD_LEVEL) continue;
    const [, page, block, par, lineNumber, , , , , , confidence = '0', ...rest] = columns;
    const word = rest.join(' ').trim();
    if (word === '') continue;
    const thisParagraph = `${page}/${block}/${par}`;
    const thisLine = `${thisParagraph}/${lineNumber}`;
    if (text !== '') text += thisParagraph !== paragraph ? '\n\n' : thisLine !== line ? '\n' : ' ';
    text += word;
    paragraph = thisParagraph;
    line = thisLine;
    words += 1;
    letters += word.length;
    sum += Math.max(0, Number(confidence)) * word.length;
  }
  return { text, words, confidence: letters === 0 ? null : Math.round((sum / letters) * 10) / 10 };
}
