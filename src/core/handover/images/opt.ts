/**
 * Writes lines of an Opticon file: the key of an image, its volume, its path, `Y` where a document begins, and how many
 * pages the document has. The format has no quotation marks, so a comma inside a value cannot be written.
 */
const ROW_END = '\r\n';

export interface OptImage {
  key: string;
  volume: string;
  /** With `\`, from the folder of the export. */
  path: string;
  /** Pages of the document, at its first image; null at the others. */
  pages: number | null;
}

/** @throws Error when a value has a comma or a line break, which none of Redwell's names has */
export function optRow({ key, volume, path, pages }: OptImage): string {
  for (const value of [key, volume, path])
    if (/[,\r\n]/.test(value)) throw new Error(`An OPT file cannot hold the value ${JSON.stringify(value)}`);
  return `${key},${volume},${path},${pages === null ? '' : 'Y'},,,${pages ?? ''}${ROW_END}`;
}
