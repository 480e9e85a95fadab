/** Reads CSV: one record per line, with tabs between fields whatever delimiter the file uses. */
import { parse } from 'csv-parse/sync';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { decodeText, readText } from './plain.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_LINES = 20;

/** Returns the records as text. @throws DocumentError oversize */
export async function extractCsv(source: Source): Promise<Extracted> {
  const { text } = decodeText(await readText(source.location));
  return {
    body: recordsAsLines(text),
    metadata: {},
    warnings: [],
    engine: engineOf('csv-parse', 'csv-parse'),
  };
}

/** Returns the text unchanged when it cannot be parsed as records. */
function recordsAsLines(text: string): string {
  try {
    const records: string[][] = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    return records.map((record) => record.map((f) => f.replace(/\s+/g, ' ').trim()).join('\t')).join('\n');
  } catch {
    return text;
  }
}

/** Returns the delimiter that splits every one of the first lines into the most fields. */
function delimiterOf(text: string): string {
  const lines = text.split(/\r?\n/, SAMPLE_LINES).filter((l) => l.trim() !== '');
  let best: { delimiter: string; fields: number } = { delimiter: ',', fields: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((l) => l.split(delimiter).length - 1);
    const fields = Math.min(...counts);
    if (fields > best.fields) best = { delimiter, fields };
  }
  return best.delimiter;
}
