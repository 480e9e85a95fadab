/** Stores and reads the texts of documents. A text that is not what was stored is never returned. */
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DocumentDetail, TextCheck } from '../../shared/documents.ts';
import type { StageResults } from '../documents/types.ts';
import type { Database } from './connection.ts';

/** Columns of a `TextRow`, selected from `texts t`. */
export const TEXT_COLUMNS = 't.body, t.page_map, t.metadata, t.checksum';

export interface TextRow {
  /** Deflated UTF-8. */
  body: Uint8Array;
  page_map: string;
  metadata: string;
  /** Null for a text that an earlier version stored. */
  checksum: Uint8Array | null;
}

export interface StoredText extends Pick<DocumentDetail, 'pageMap' | 'metadata'> {
  /** Null if it is not what was stored. */
  text: string | null;
  check: TextCheck;
}

/** Size of the pieces in which a text is unpacked, bytes: neither very many nor very large, also where the count is wrong. */
const PIECE = { least: 4 * 1024, most: 64 * 1024 };

const ALTERED: StoredText = { text: null, pageMap: [], metadata: {}, check: 'differs' };

/** Returns the checksum of a row. The document's id is part of it, so that rows cannot be exchanged. */
function checksumOf(documentId: string, { body, page_map, metadata }: Omit<TextRow, 'checksum'>): Buffer {
  const hash = createHash('sha256');
  for (const part of [documentId, page_map, metadata]) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.update(body).digest();
}

/**
 * Returns the text of a row, or why there is none.
 * @param characters about how many it has, so that a usual text takes one piece of its own size: zlib's own pieces are garbage
 * that makes V8 look for more
 */
export function readText(documentId: string, row: TextRow, characters = 16_383): StoredText {
  const { body, page_map: pageMap, metadata, checksum } = row;
  if (checksum !== null && !checksumOf(documentId, row).equals(checksum)) return ALTERED;
  try {
    return {
      text: inflateRawSync(body, {
        chunkSize: Math.min(PIECE.most, Math.max(PIECE.least, characters + 1)),
      }).toString(),
      pageMap: JSON.parse(pageMap) as StoredText['pageMap'],
      metadata: JSON.parse(metadata) as StoredText['metadata'],
      check: checksum === null ? 'unknown' : 'matches',
    };
  } catch {
    // Only a row without a checksum gets here. What cannot be unpacked is not what was stored.
    return ALTERED;
  }
}

/** Returns a text for an index. SQLite would leave out everything after a NUL, which separates words like any other sign. */
export const forIndex = (text: string): string => text.replaceAll('\0', ' ');

/** Returns a function that stores a document's text in place of an earlier one. */
export function textWriter(db: Database): (n: number, documentId: string, ocr: StageResults['ocr']) => void {
  const write = db.prepare(
    'INSERT OR REPLACE INTO texts (document, body, page_map, metadata, checksum) VALUES (?, ?, ?, ?, ?)',
  );
  return (n, documentId, ocr) => {
    const body = deflateRawSync(ocr.text, { level: 1 });
    const row = { body, page_map: JSON.stringify(ocr.pages), metadata: JSON.stringify(ocr.metadata) };
    write.run(n, row.body, row.page_map, row.metadata, checksumOf(documentId, row));
  };
}
