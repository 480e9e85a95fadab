/** Reads RTF: filters the tokens of rtf-stream-parser and turns them into plain text. */
import { readFile } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import iconv from 'iconv-lite';
import { Tokenize } from 'rtf-stream-parser';
import { ToPlainText } from 'rtf-stream-parser/dist/src/ToPlainText.js';
import { blameFile } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Destinations with pictures, styles and bookkeeping. The parser itself drops font and color tables. */
const NO_TEXT = new Set(
  `pict object objdata info stylesheet listtable listoverridetable revtbl rsidtbl generator themedata
  colorschememapping latentstyles datastore xmlnstbl fldinst bkmkstart bkmkend filetbl userprops docvar mmathPr
  pgptbl wgrffmtfilter nonshppict shpinst panose`.split(/\s+/),
);
/** Controls that separate cells. The parser handles `par`, `line` and `tab` itself. */
const AS_TAB = new Set(['cell', 'nestcell']);
/** Controls that start a new paragraph. */
const AS_BREAK = new Set([
  'row',
  'nestrow',
  'sect',
  'page',
  'column',
  'header',
  'footer',
  'headerf',
  'footerf',
  'footnote',
]);

/** Token types of rtf-stream-parser, which exports them only as types. */
const GROUP_START = 0;
const GROUP_END = 1;
const CONTROL = 2;

interface Token {
  type: number;
  word?: string;
}

/** Returns the text of the file. @throws DocumentError corrupt, oversize */
export async function extractRtf(source: Source): Promise<Extracted> {
  const bytes = await readFile(source.location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The RTF file', bytes.length, MAX_FILE_BYTES);
  return {
    body: await rtfToText(bytes),
    metadata: {},
    warnings: [],
    engine: engineOf('rtf-stream-parser', 'rtf-stream-parser'),
  };
}

/** Converts RTF to plain text. @throws DocumentError corrupt */
export async function rtfToText(bytes: Buffer): Promise<string> {
  let text = '';
  try {
    await pipeline(
      [bytes],
      new Tokenize(),
      onlyText(),
      toPlainText(),
      async (chunks: AsyncIterable<unknown>) => {
        for await (const chunk of chunks) text += String(chunk);
      },
    );
  } catch (error) {
    throw blameFile(error, 'RTF file');
  }
  return text;
}

const toPlainText = (): Transform =>
  new ToPlainText({
    decode: (buffer, encoding) => iconv.decode(buffer, iconv.encodingExists(encoding) ? encoding : 'cp1252'),
    warn: () => undefined,
    allowCp0: true,
  });

/** Drops destinations without text, and replaces cell and row controls with ones the parser handles. */
function onlyText(): Transform {
  let depth = 0;
  let dropped = Number.POSITIVE_INFINITY;
  return new Transform({
    objectMode: true,
    transform(token: Token, _encoding, done) {
      if (token.type === GROUP_START) depth += 1;
      else if (token.type === GROUP_END) {
        // The parser saw the group open, so it must see it close; only the content is dropped.
        if (depth <= dropped) dropped = Number.POSITIVE_INFINITY;
        depth -= 1;
        if (depth + 1 < dropped) this.push(token);
        return done();
      }
      if (depth >= dropped && !(token.type === GROUP_START && depth === dropped)) return done();
      const word = token.type === CONTROL ? (token.word ?? '') : '';
      if (NO_TEXT.has(word)) dropped = depth;
      else if (AS_TAB.has(word)) this.push({ ...token, word: 'tab' });
      else if (AS_BREAK.has(word)) this.push({ ...token, word: 'par' });
      else this.push(token);
      done();
    },
  });
}
