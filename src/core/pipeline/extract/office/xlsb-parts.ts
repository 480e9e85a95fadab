/** Reads what a binary workbook (MS-XLSB) shows besides its cells: headers, footers and drawings, which are XML. */
import type { Source } from '../types.ts';
import { drawnLines } from './drawing-parts.ts';
import { readParts } from './package.ts';
import { relatedParts } from './related.ts';
import type { SheetExtras } from './xls-records.ts';
import { headerText } from './xlsx-header.ts';

const MAIN = 'xl/workbook.bin';
/** BrtBeginHeaderFooter (MS-XLSB 2.4.70): flags, then the header and the footer of odd, even and first pages. */
const HEADERS = 479;
const KINDS = ['Header', 'Footer', 'Header', 'Footer', 'Header', 'Footer'] as const;
const NULL_STRING = 0xffffffff;

/**
 * Returns what each sheet shows besides its cells, by name.
 * @param sheets their names, with the identifiers of their parts
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function binarySheetExtras(
  source: Source,
  sheets: readonly { name: string; id: string }[],
): Promise<Map<string, SheetExtras>> {
  const wanted = (name: string): boolean =>
    /\.rels$/i.test(name) ||
    /^xl\/(?:worksheets\/[^/]+\.bin|(?:drawings|charts|diagrams)\/.*\.xml)$/i.test(name);
  const parts = await readParts(source, source.limits.maxBytes, wanted, 'workbook');
  const related = relatedParts(parts, MAIN);
  return new Map(
    sheets.map(({ name, id }) => {
      const path = related.find((r) => r.id === id)?.target ?? '';
      const drawings = relatedParts(parts, path).filter(({ type }) => type === 'drawing');
      return [
        name,
        {
          lines: drawings.flatMap(({ target }) => drawnLines(parts, target)),
          headers: headersOf(parts.get(path) ?? Buffer.alloc(0), name),
        },
      ];
    }),
  );
}

function headersOf(bytes: Buffer, sheet: string): SheetExtras['headers'] {
  const headers: SheetExtras['headers'] = [];
  for (const { type, data } of recordsOf(bytes)) {
    if (type !== HEADERS) continue;
    let at = 2;
    for (const kind of KINDS) {
      if (at + 4 > data.length) break;
      const characters = data.readUInt32LE(at);
      at += 4;
      if (characters === NULL_STRING) continue;
      const text = headerText(data.toString('utf16le', at, at + characters * 2), sheet);
      if (text !== '') headers.push({ kind, text });
      at += characters * 2;
    }
  }
  return headers;
}

/** Yields the records of a part; a damaged rest yields nothing. */
function* recordsOf(bytes: Buffer): Generator<{ type: number; data: Buffer }> {
  let at = 0;
  const next = (): number => bytes[at++] ?? 0;
  while (at < bytes.length) {
    const first = next();
    const type = first < 0x80 ? first : (first & 0x7f) | (next() << 7);
    let size = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = next();
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    yield { type, data: bytes.subarray(at, at + size) };
    at += size;
  }
}
