/** Reads Opticon files, which list the page images of documents: `key,volume,path,Y,folder,box,pages`. */
import { encodingOf, piecesOf } from './encoding.ts';

export interface OptPage {
  /** Line of the file, from 1. */
  row: number;
  /** The number of the page; of a first page, that of its document. */
  key: string;
  path: string;
  isFirst: boolean;
}

/** Yields the lines that name a page. Others are left to the caller's count of files. @throws what the disk says */
export async function* optPages(path: string): AsyncGenerator<OptPage> {
  let rest = '';
  let row = 0;
  const read = (line: string): OptPage | null => {
    row += 1;
    const [key = '', , file = '', first = ''] = line.split(',').map((value) => value.trim());
    return key === '' || file === '' ? null : { row, key, path: file, isFirst: /^y$/i.test(first) };
  };
  for await (const piece of piecesOf(path, await encodingOf(path))) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const page = read(line);
      if (page !== null) yield page;
    }
  }
  const last = read(rest);
  if (last !== null) yield last;
}
