/** Reads the documents of a list for a file or for the clipboard, in the order of the list. */
import type { RequestOutput } from '../../../shared/bridge.ts';
import { CSV_MARK, csvRow } from '../../../shared/csv.ts';
import type { ListedDocument } from '../../../shared/document-list.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import type { DocumentColumn } from './document-columns.tsx';
import { type DocumentFilter, documentsQuery } from './filter.ts';

/** Rows of one request. */
const PAGE = 500;

export interface DocumentSource {
  readonly bridge: Pick<PageBridge, 'request'>;
  readonly batchId: string;
  readonly filter: DocumentFilter;
  /** Ids of the documents that are wanted; null: all of the list. */
  readonly only: ReadonlySet<string> | null;
}

/** Reads page after page, until every wanted document was found. */
export async function* documentsOf({
  bridge,
  batchId,
  filter,
  only,
}: DocumentSource): AsyncGenerator<ListedDocument> {
  let cursor: string | null = null;
  let left = only?.size ?? Number.POSITIVE_INFINITY;
  do {
    const page: RequestOutput<'documents.list'> = await bridge.request(
      'documents.list',
      documentsQuery(batchId, filter, cursor, PAGE),
    );
    for (const row of page.items) {
      if (only !== null && !only.has(row.id)) continue;
      left -= 1;
      yield row;
    }
    cursor = page.next;
  } while (cursor !== null && left > 0);
}

/** @returns the file in parts, and how many documents are in it */
export async function documentsCsv(
  source: DocumentSource,
  columns: readonly Pick<DocumentColumn, 'header' | 'fileHeader' | 'text'>[],
): Promise<{ parts: string[]; documents: number }> {
  const parts = [`${CSV_MARK}${csvRow(columns.map(({ header, fileHeader }) => fileHeader ?? header))}`];
  for await (const row of documentsOf(source)) parts.push(csvRow(columns.map(({ text }) => text(row))));
  return { parts, documents: parts.length - 1 };
}
