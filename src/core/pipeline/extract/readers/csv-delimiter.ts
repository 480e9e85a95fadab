/** Finds the delimiter of a CSV file from its first records. */

/** If two fit alike, the first one counts. */
const DELIMITERS = [';', '\t', '|', ','] as const;
const SAMPLE_RECORDS = 200;
const SAMPLE_CHARACTERS = 256 * 1024;
/** Shares that differ by less are alike: files have titles, sums and notes around their table. */
const SHARE_STEP = 0.1;

export interface Layout {
  delimiter: string;
  /** The most frequent number of fields of a record. */
  fields: number;
  /** Share of the first records that have this number of fields, 0-1. */
  share: number;
  /** Share of the delimiters that a blank or a line end follows, as in a sentence, 0-1. */
  spaced: number;
  /** Share of the delimiters between two digits, as in a decimal number, 0-1. */
  decimal: number;
  /** Quotation marks that end a field in its middle, which those of another delimiter do. */
  torn: number;
}

/** Returns the layout in which most records have the same number of fields, two or more; null if no record has two. */
export function findLayout(text: string): Layout | null {
  let best: Layout | null = null;
  for (const delimiter of DELIMITERS) {
    const layout = layoutWith(text, delimiter);
    if (layout !== null && (best === null || isBetter(layout, best))) best = layout;
  }
  return best;
}

function isBetter(a: Layout, b: Layout): boolean {
  if (Math.abs(a.share - b.share) >= SHARE_STEP) return a.share > b.share;
  if (a.torn > 0 !== b.torn > 0) return b.torn > 0;
  // A comma in every record may be a decimal comma or stand in a name.
  const inText = [a, b].map(({ spaced, decimal }) => spaced + decimal > 0.5);
  if (inText[0] !== inText[1]) return inText[1] === true;
  return a.fields !== b.fields ? a.fields > b.fields : a.share > b.share;
}

function layoutWith(text: string, delimiter: string): Layout | null {
  const { counts, delimiters, spaced, decimal, torn } = countFields(text, delimiter);
  const records = new Map<number, number>();
  for (const fields of counts) records.set(fields, (records.get(fields) ?? 0) + 1);
  let fields = 0;
  for (const [number, times] of records) {
    const most = records.get(fields) ?? 0;
    if (number >= 2 && (times > most || (times === most && number > fields))) fields = number;
  }
  if (fields === 0) return null;
  return {
    delimiter,
    fields,
    share: (records.get(fields) ?? 0) / counts.length,
    spaced: spaced / delimiters,
    decimal: decimal / delimiters,
    torn,
  };
}

interface FieldCounts {
  /** Number of fields of each record. */
  counts: number[];
  delimiters: number;
  spaced: number;
  decimal: number;
  torn: number;
}

/** Counts the fields of the first records. Delimiters and line breaks in quotes belong to their field. */
function countFields(text: string, delimiter: string): FieldCounts {
  const found: FieldCounts = { counts: [], delimiters: 0, spaced: 0, decimal: 0, torn: 0 };
  let fields = 1;
  let quoted = false;
  let fieldIsBlank = true;
  const endRecord = (): void => {
    if (!fieldIsBlank || fields > 1) found.counts.push(fields);
    [fields, fieldIsBlank] = [1, true];
  };
  const end = Math.min(text.length, SAMPLE_CHARACTERS);
  for (let i = 0; i < end && found.counts.length < SAMPLE_RECORDS; i += 1) {
    const character = text[i] ?? '';
    if (quoted) {
      if (character !== '"') continue;
      if (text[i + 1] === '"') i += 1;
      else {
        quoted = false;
        if (![delimiter, ' ', '\r', '\n'].includes(text[i + 1] ?? '\n')) found.torn += 1;
      }
    } else if (character === '"' && fieldIsBlank) [quoted, fieldIsBlank] = [true, false];
    else if (character === '\n') endRecord();
    else if (character === delimiter) {
      fields += 1;
      fieldIsBlank = true;
      found.delimiters += 1;
      if (' \r\n'.includes(text[i + 1] ?? ' ')) found.spaced += 1;
      if (isDigit(text[i - 1]) && isDigit(text[i + 1])) found.decimal += 1;
    } else if (character.trim() !== '') fieldIsBlank = false;
  }
  // A sample may end inside a record.
  if (!quoted && end === text.length && found.counts.length < SAMPLE_RECORDS) endRecord();
  return found;
}

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/.test(character);
