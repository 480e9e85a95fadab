/** Reads from the style sheet of a Word document of 1997-2003 which styles are numbered (MS-DOC, 2.9.271). */
import { type ListProperties, listProperties } from './doc-properties.ts';

const PARAGRAPH_STYLE = 1;
const NO_STYLE = 0xfff;
/** No document has longer chains of styles; a longer one is a circle. */
const MAX_CHAIN = 50;

interface Style extends ListProperties {
  based: number;
}

/** Returns what a style says about lists, itself or by the styles that it is based on. */
export type StyleLists = (style: number) => ListProperties;

/** @throws RangeError when the style sheet is damaged */
export function readStyleLists(sheet: Buffer): StyleLists {
  const styles = readStyles(sheet);
  return (number) => {
    const found: ListProperties = {};
    let style = styles[number];
    for (let i = 0; i < MAX_CHAIN && style !== undefined; i += 1) {
      if (style.list !== undefined) found.list ??= style.list;
      if (style.level !== undefined) found.level ??= style.level;
      style = styles[style.based];
    }
    return found;
  };
}

function readStyles(sheet: Buffer): (Style | undefined)[] {
  if (sheet.length === 0) return [];
  const head = sheet.readUInt16LE(0);
  const count = sheet.readUInt16LE(2);
  const baseBytes = sheet.readUInt16LE(4);
  const styles: (Style | undefined)[] = [];
  let at = 2 + head;
  for (let i = 0; i < count && at + 2 <= sheet.length; i += 1) {
    const bytes = sheet.readUInt16LE(at);
    at += 2;
    styles.push(bytes === 0 ? undefined : readStyle(sheet.subarray(at, at + bytes), baseBytes));
    at += bytes;
  }
  return styles;
}

function readStyle(style: Buffer, baseBytes: number): Style | undefined {
  const kindAndBase = style.readUInt16LE(2);
  if ((kindAndBase & 0xf) !== PARAGRAPH_STYLE) return undefined;
  const based = kindAndBase >> 4;
  const found: Style = { based: based === NO_STYLE ? -1 : based };
  const nameChars = style.readUInt16LE(baseBytes);
  const at = baseBytes + 2 + 2 * nameChars + 2;
  if (at + 4 > style.length) return found;
  const bytes = style.readUInt16LE(at);
  // The modifiers come after the number of the style.
  return { ...found, ...listProperties(style.subarray(at + 4, at + 2 + bytes)) };
}
