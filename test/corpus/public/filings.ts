/** Reads E-NER: 52 filings at EDGAR whose names are labeled by hand. */
// cspell:ignore Conll conll
import { type LabeledText, readConll } from './conll.ts';

/** Returns the filings, with each sentence on a line of its own. @param file one word per line; a word with a comma is in quotes */
export const readFilings = (file: string): LabeledText[] =>
  readConll(
    file
      .replaceAll('\r', '')
      .replace(/^"""(.*)"""(?= )/gm, '$1')
      .replace(/^``(?= )/gm, '“')
      .replace(/^''(?= )/gm, '”'),
    '\n',
  );
