/** Reads CSV: one record per line, with tabs between fields whatever delimiter the file uses. */
import { parse } from 'csv-parse/sync';
import { engineOf } from '../../../util/versions.ts';
import { decode, decodeWarnings } from '../decode.ts';
import type { Extracted, Source } from '../types.ts';
import { findLayout } from './csv-delimiter.ts';
import { readText } from './plain.ts';

/** The first line in which Excel's files name their delimiter. */
const SEPARATOR_LINE = /^\uFEFF?sep=([^\r\n])\r?(?:\n|$)/i;
/** With most commas before a blank and few records alike, a file is prose. */
const PROSE = { spaced: 0.8, share: 0.5 };

/** Returns the records as text. @throws DocumentError oversize */
export async function extractCsv(source: Source): Promise<Extracted> {
  const decoded = decode(await readText(source.location));
  return {
    body: recordsAsLines(decoded.text),
    metadata: {},
    warnings: decodeWarnings(decoded, undefined, 'table'),
    engine: engineOf('csv-parse', 'csv-parse'),
  };
}

/** Returns one line per record; text without fields is returned unchanged. */
function recordsAsLines(text: string): string {
  const stated = SEPARATOR_LINE.exec(text);
  const content = stated === null ? text : text.slice(stated[0].length);
  if (stated?.[1] !== undefined) return parseRecords(content, stated[1]).map(recordLine).join('\n');
  const layout = findLayout(content);
  if (layout === null || (layout.spaced > PROSE.spaced && layout.share < PROSE.share)) return content;
  const records = parseRecords(content, layout.delimiter);
  // Commas of a sentence above the table are no delimiters, unless the table has a blank behind its own as well.
  const isSentence = (record: readonly string[]): boolean =>
    layout.spaced < 0.5 && record.slice(1).every((field) => /^\s/.test(field));
  const first = records.findIndex((record) => record.length === layout.fields && !isSentence(record));
  return records
    .map((record, i) =>
      i < first && isSentence(record) ? record.join(layout.delimiter).trim() : recordLine(record),
    )
    .join('\n');
}

function parseRecords(text: string, delimiter: string): string[][] {
  const options = { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true } as const;
  try {
    return parse(text, { ...options, relax_quotes: true });
  } catch {
    // A quotation mark without its partner, e.g. for inches: the marks are then part of the text.
    return parse(text, { ...options, quote: null });
  }
}

const recordLine = (record: readonly string[]): string =>
  record.map((field) => field.replace(/\s+/g, ' ').trim()).join('\t');
