/** Reads property modifiers of Word documents of 1997-2003 (MS-DOC, 2.2.5.1). */

const LEVEL = 0x260a;
const LIST = 0x460b;
const FONT = 0x4a4f;
const ROW_END = 0x2417;
const TABLE_DEFINITION = 0xd608;
const CHANGE_TABS = 0xc615;
/** Lists from here on are switched off for the paragraph, which keeps only their indents. */
const FIRST_OFF = 0x800;

/** What a group of modifiers says about the list of a paragraph; undefined: nothing. */
export interface ListProperties {
  /** Number of a list, from 1; 0 switches numbers off. */
  list?: number;
  /** Level, from 0. */
  level?: number;
  /** Index of the font. */
  font?: number;
  /** The paragraph is only the mark that ends the row of a table. */
  isRowEnd?: boolean;
}

/** Bytes of the operand, by the three highest bits of the modifier; 6 says its length itself. */
const OPERAND_BYTES = [1, 1, 2, 4, 2, 2, 0, 3];

/** @throws RangeError when the modifiers are cut off */
export function listProperties(modifiers: Buffer): ListProperties {
  const found: ListProperties = {};
  for (const { code, at } of operands(modifiers)) {
    if (code === LIST) {
      const list = modifiers.readUInt16LE(at);
      found.list = list < FIRST_OFF ? list : 0;
    } else if (code === LEVEL) found.level = modifiers.readUInt8(at);
    else if (code === ROW_END) found.isRowEnd = modifiers.readUInt8(at) === 1;
    else if (code === FONT) found.font = modifiers.readUInt16LE(at);
  }
  return found;
}

/** Yields the modifiers, each with the offset of its operand. @throws RangeError when they are cut off */
export function* operands(modifiers: Buffer): Generator<{ code: number; at: number }, void> {
  let at = 0;
  while (at + 2 < modifiers.length) {
    const code = modifiers.readUInt16LE(at);
    at += 2;
    yield { code, at };
    at += operandBytes(modifiers, code, at);
  }
}

function operandBytes(modifiers: Buffer, code: number, at: number): number {
  const fixed = OPERAND_BYTES[code >> 13] ?? 0;
  if (fixed > 0) return fixed;
  if (code === TABLE_DEFINITION) return modifiers.readUInt16LE(at) + 1;
  const length = modifiers.readUInt8(at);
  if (code !== CHANGE_TABS || length < 255) return length + 1;
  // Too long for one byte: the numbers of tabs that are deleted and added say its length.
  const deleted = modifiers.readUInt8(at + 1);
  return 3 + 4 * deleted + 3 * modifiers.readUInt8(at + 2 + 4 * deleted);
}
