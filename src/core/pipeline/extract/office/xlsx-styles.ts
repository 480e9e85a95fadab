/** Reads the shared tables of a workbook: number formats by cell style, and texts by index. */
import { builtInFormat, GENERAL } from './cell-format.ts';
import { readXml } from './xml.ts';

/** Returns the number format of each cell style, by index. */
export function cellFormats(styles: Buffer | undefined): string[] {
  const formats: string[] = [];
  if (styles === undefined) return formats;
  const custom = new Map<number, string>();
  let inCells = false;
  readXml(styles, {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? GENERAL);
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attributes.numFmtId ?? 0);
      formats.push(custom.get(id) ?? builtInFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

/** Returns the shared strings, with the runs of rich text joined and phonetic guides left out. */
export function sharedStrings(bytes: Buffer | undefined): string[] {
  const strings: string[] = [];
  if (bytes === undefined) return strings;
  let value = '';
  let inText = false;
  let phonetic = false;
  readXml(bytes, {
    open(name) {
      if (name === 'si') value = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text(text) {
      if (inText) value += text;
    },
    close(name) {
      inText = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(cellString(value));
    },
  });
  return strings;
}

/** Returns a text on one line, with the escapes of characters that XML cannot have (ECMA-376, part 1, 22.9.2.19). */
export function cellString(text: string): string {
  const plain = text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
  return plain.replace(/\s+/g, ' ');
}
