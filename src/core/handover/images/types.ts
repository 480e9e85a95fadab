/** What draws the pages for handing over. */

/** The picture of a page, as a file in base64. */
export interface SheetFile {
  format: 'tiff' | 'png' | 'jpeg';
  /** Pixels. */
  width: number;
  height: number;
  dpi: number;
  data: string;
}

export interface DrawOptions {
  dpi: number;
  bilevel: 'tiff' | 'png';
  color: boolean;
}

export type DrawnPage = { page: number; sheet: SheetFile } | { page: number; problem: string };

/** Pages of a document, or why none could be drawn; `lost`: the process that drew them was lost, so fewer may succeed. */
export type Drawn = { pages: number; drawn: DrawnPage[] } | { problem: string; lost: boolean };

/** The part of a document that drawing needs. */
export interface DrawnDocument {
  id: string;
  batchId: string;
  path: string;
  type: string;
  sha256: string | null;
  bytes: number;
}

/** Draws pages in processes that can be killed. It may answer with fewer pages than asked for, but at least with one. */
export interface PageDrawer {
  /** @throws RedwellError when this machine is at fault; the signal's reason */
  pages(
    document: DrawnDocument,
    pages: { first: number; last: number },
    options: DrawOptions,
    signal: AbortSignal,
  ): Promise<Drawn>;
  /** Draws a sheet with lines of text. @throws RedwellError when this machine is at fault; the signal's reason */
  slip(lines: readonly string[], options: DrawOptions, signal: AbortSignal): Promise<SheetFile>;
}
