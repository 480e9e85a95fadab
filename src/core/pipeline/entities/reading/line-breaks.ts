/** Decides which line ends are only wraps, where a sentence continues, and which end an item, a row or a heading. */
import { isCapitalized, pattern } from '../letters.ts';
import { isAbbreviation } from '../sentences.ts';

const AMPERSAND_LAST = pattern(String.raw`\p{L} &$`, 'u');
const NAME_FIRST = pattern(String.raw`^\p{Lu}\p{Ll}+(?:,| \p{Ll})`, 'u');
const LOWER_FIRST = pattern(String.raw`^["'“‘(]?\p{Ll}`, 'u');

/** `join` where any match may continue; `pattern` where only a number or a citation may; `keep` where none may. */
export type LineBreak = 'join' | 'pattern' | 'keep';

export interface TidyLine {
  /** The words of the line, with tabs between columns only. */
  text: string;
  quoted: number;
}

/** A line with at least this many characters continues in the next one, also outside a paragraph. */
const LONG_LINE = 50;
/** A shorter line is a column, a heading or a line of an address. */
const SHORT_LINE = 20;
/** Narrower blocks are addresses and signatures. */
const MIN_WIDTH = 30;
/** At least this share of the words of prose start in lower case. */
const PROSE = 0.25;
/** At least this share of the lines of a wrapped paragraph are full. */
const FULL_LINES = 0.6;
/** In a proportional font, a full line may have fewer characters than the longest one. */
const SLACK = 0.8;

/** A block with at least this many lines may have a title. */
const LONG_BLOCK = 6;

const ITEM = /^(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,5})[.)]|[–—])[ \t]/;
/** Bullets, and the questions of a transcript. */
const BULLET = /^(?:[•·▪◦●■*-]|Q\.?)[ \t]/;
const FIELD =
  /^(?:From|To|Cc|Bcc|Date|Sent|Subject|Re|Attn|Attention|Tel|Telephone|Phone|Fax|Mobile|Cell|E-?mail|Address|Name|Title|By|THE [A-Z]{4,12}|(?:MR|MS|MRS|DR)\. [A-Z' -]{2,30}):/i;
const NUMBERED = /^(?:\(?\w{1,5}[.)]|[•·▪◦●■*-]|\d{1,3})\t/;
const STOPPED = /[.:;!?,)\]"”—-]$|\b(?:and|or)$/;
const SENTENCE_END = /[.:;!?]$/;
/** Returns the break after each line but the last. */
export function lineBreaks(lines: readonly TidyLine[]): LineBreak[] {
  const breaks: LineBreak[] = [];
  let from = 0;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    const next = lines[i + 1];
    if (line !== undefined && next !== undefined && !isHard(line, next)) continue;
    for (const how of insideBlock(lines.slice(from, i + 1))) breaks.push(how);
    if (next !== undefined) breaks.push('keep');
    from = i + 1;
  }
  return breaks;
}

/** Returns true where the next line starts something new. */
function isHard(line: TidyLine, next: TidyLine): boolean {
  const [a, b] = [line.text, next.text];
  if (a === '' || b === '' || line.quoted !== next.quoted) return true;
  if (hasColumns(a) || hasColumns(b) || BULLET.test(b) || FIELD.test(b)) return true;
  return (
    ITEM.test(b) &&
    ((STOPPED.test(a) && !isAbbreviated(a)) ||
      ITEM.test(a) ||
      (a.length < LONG_LINE - 10 && !isAbbreviated(a)))
  );
}

const isAbbreviated = (line: string): boolean => line.endsWith('.') && isAbbreviation(line, line.length - 1);
const hasColumns = (text: string): boolean =>
  text.includes('\t') && text.replace(NUMBERED, '').includes('\t');

/** Returns the breaks between lines that none of them starts something new. */
function insideBlock(block: readonly TidyLine[]): LineBreak[] {
  if (block.length < 2) return [];
  const texts = block.map((line) => line.text);
  const width = widthOf(texts);
  const isFull = (i: number, slack: number): boolean =>
    (texts[i]?.length ?? 0) + 1 + firstWord(texts[i + 1] ?? '') > width * slack;
  const ends = texts.slice(0, -1).map((_text, i) => i);
  const full = ends.filter((i) => isFull(i, 1)).length;
  const prose = width >= MIN_WIDTH && full >= ends.length * FULL_LINES && isProse(texts);
  return ends.map((i): LineBreak => {
    const text = texts[i] ?? '';
    if ((prose && isFull(i, SLACK)) || isInsideName(text, texts[i + 1] ?? '')) return 'join';
    const stops = SENTENCE_END.test(text) && !isAbbreviated(text);
    if (text.length >= LONG_LINE && !stops) return 'join';
    return text.length >= SHORT_LINE ? 'pattern' : 'keep';
  });
}

/** Words before a letter that is no initial: `Exhibit A.` */
const LETTERED = pattern(
  String.raw`(?:^|\s)(?:Exhibit|Ex|Section|Part|Appendix|Schedule|Class|Series|Figure|Table|Plan|Annex|Title|Group|Count|Tab|Attachment) \p{Lu}\.$`,
  'u',
);
const INITIAL_LAST = pattern(String.raw`(?:^|\s)\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)? \p{Lu}\.$`, 'u');
const INITIAL_FIRST = pattern(String.raw`(?:^|\s)\p{Lu}\. \p{Lu}\p{Ll}+$`, 'u');

/** Returns true where the line end is surely inside a name: `Seth L.` / `Gilbert`; `Tug &` / `Barge Company`. */
function isInsideName(text: string, next: string): boolean {
  if (AMPERSAND_LAST.test(text)) return isCapitalized(next);
  if (INITIAL_LAST.test(text)) return /^\p{Lu}\p{L}/u.test(next) && !LETTERED.test(text);
  return INITIAL_FIRST.test(text) && NAME_FIRST.test(next);
}

/** Returns the length of the longest line. In a longer block that is the second one, since a title may be longer. */
function widthOf(texts: readonly string[]): number {
  let [first, second] = [0, 0];
  for (const { length } of texts) {
    second = Math.max(second, Math.min(first, length));
    first = Math.max(first, length);
  }
  return texts.length < LONG_BLOCK ? first : second;
}

function firstWord(text: string): number {
  const blank = text.indexOf(' ');
  return blank < 0 ? text.length : blank;
}

function isProse(texts: readonly string[]): boolean {
  let words = 0;
  let lower = 0;
  for (const text of texts)
    for (const word of text.split(' ')) {
      words += 1;
      if (LOWER_FIRST.test(word)) lower += 1;
    }
  return lower >= words * PROSE;
}
