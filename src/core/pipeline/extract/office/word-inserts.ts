/** Reads what a part of a Word document refers to and shows: inserted files, charts and diagrams. */
import { DocumentError } from '../../../documents/errors.ts';
import { declaredCharset } from '../charset-label.ts';
import { decode } from '../decode.ts';

import { htmlToText } from '../readers/html-text.ts';
import { parseMail } from '../readers/mail.ts';
import { bodyText } from '../readers/mail-body.ts';
import { readRtfText } from '../readers/rtf.ts';
import { chartLines } from './chart.ts';
import { readArchiveParts } from './package.ts';
import { flatParts, isFlatWord, readWord2003 } from './word-flat.ts';
import { wordText } from './word-text.ts';
import type { LoadParts, WordDocument } from './word-types.ts';
import { decodeXml } from './xml.ts';

/** How files inserted into a document are read. */
export interface Inside {
  load: LoadParts;
  /** Number of documents around this one. */
  depth: number;
  readDocument(load: LoadParts, depth: number): Promise<WordDocument>;
}

interface Inserts {
  /** By ID of the relationship. */
  texts: Map<string, string>;
  /** What was not read, in words. */
  unread: string[];
}

type Relationships = ReadonlyMap<string, { target: string; type: string }>;

/** A file may be inserted into an inserted file, but not without end. */
const MAX_DEPTH = 4;
const MAX_EXPANDED_BYTES = 256 * 1024 * 1024;
/** Characters that do not occur in text. */
const CONTROL = /(?![\t\n\f\r\v])[\p{Cc}\ufffd]/u;
const READ_IN_PLACE = /\/(aFChunk|chart|diagramData|subDocument)$/;

/**
 * Returns the texts to put in place of references, and what could not be read.
 * @param parts those of the package that are XML
 */
export async function insertsOf(
  relationships: Relationships,
  parts: ReadonlyMap<string, Buffer>,
  inside: Inside,
): Promise<Inserts> {
  const inserts: Inserts = { texts: new Map(), unread: [] };
  const wanted = [...relationships].filter(([, { type }]) => READ_IN_PLACE.test(type));
  if (wanted.length === 0) return inserts;
  const files = new Set(wanted.filter(([, { type }]) => type.endsWith('/aFChunk')).map(([, r]) => r.target));
  const chunks = files.size === 0 ? parts : await inside.load((name) => files.has(name));
  for (const [id, { target, type }] of wanted) {
    const kind = READ_IN_PLACE.exec(type)?.[1];
    const bytes = (kind === 'aFChunk' ? chunks : parts).get(target);
    const text = bytes === undefined ? null : await insertedText(kind, bytes, inside, inserts.unread);
    // A reference to a text that was not read shows nothing: the warning tells of it.
    inserts.texts.set(id, text?.trimEnd() ?? '');
    if (text === null) inserts.unread.push(`${NAMES[kind ?? '']} (${target.replace(/^.*\//, '')})`);
  }
  return inserts;
}

const NAMES: Readonly<Record<string, string>> = {
  aFChunk: 'an inserted file',
  chart: 'a chart',
  diagramData: 'a diagram',
  subDocument: 'a subdocument in another file',
};

/** Returns the text of a part, or null when it is of a kind that is not read here. */
async function insertedText(
  kind: string | undefined,
  bytes: Buffer,
  inside: Inside,
  unread: string[],
): Promise<string | null> {
  if (kind === 'chart') return chartLines(bytes).join('\n');
  if (kind === 'diagramData') return wordText(bytes).items[0]?.text ?? '';
  if (kind !== 'aFChunk' || inside.depth >= MAX_DEPTH) return null;
  try {
    return await chunkText(bytes, inside, unread);
  } catch (error) {
    // The document itself is sound, so the damaged file in it is named in a warning.
    if (error instanceof DocumentError && ['corrupt', 'encrypted'].includes(error.code)) return null;
    throw error;
  }
}

/** Returns the text of an inserted file; its content tells its type, because its name need not. */
async function chunkText(bytes: Buffer, inside: Inside, unread: string[]): Promise<string | null> {
  const head = bytes.subarray(0, 4096).toString('latin1');
  if (head.startsWith('PK')) {
    const inner = await inside.readDocument(
      (isWanted) => readArchiveParts(bytes, MAX_EXPANDED_BYTES, isWanted, 'inserted Word document'),
      inside.depth + 1,
    );
    unread.push(...inner.unread);
    return inner.text;
  }
  if (isFlatWord(decodeXml(bytes.subarray(0, 4096)))) {
    const parts = flatParts(bytes);
    const inner = parts === null ? readWord2003(bytes) : await inside.readDocument(parts, inside.depth + 1);
    unread.push(...inner.unread);
    return inner.text;
  }
  if (/^\s*\{\\rtf/.test(head)) {
    const inner = await readRtfText(bytes);
    unread.push(...inner.unread);
    return inner.text;
  }
  if (/^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):/i.test(head))
    return bodyText((await parseMail(bytes)).root);
  if (
    /<(?:!doctype\s+html|html|head|body|div|p|table|span|h[1-6]|ul|ol|br)\b/i.test(
      decode(bytes.subarray(0, 4096)).text,
    )
  )
    return htmlToText(decode(bytes, declaredCharset(bytes)).text);
  const text = decode(bytes).text;
  return CONTROL.test(text.slice(0, 4096)) ? null : text;
}
