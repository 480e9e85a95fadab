/** Reads the list definitions of a Word document of 1997-2003 (MS-DOC, 2.9.131 and 2.9.148). */
import { listProperties } from './doc-properties.ts';
import { LEVELS, type Level, type List } from './list-definitions.ts';
import { symbolFont } from './symbols.ts';

const LIST_BYTES = 28;
const OVERRIDE_BYTES = 16;
const LEVEL_BYTES = 28;
/** The formats that the field has numbers for, as Word's newer documents name them (their values: ECMA-376, 17.18.59). */
const FORMATS: ReadonlyMap<number, string> = new Map([
  [0, 'decimal'],
  [1, 'upperRoman'],
  [2, 'lowerRoman'],
  [3, 'upperLetter'],
  [4, 'lowerLetter'],
  [5, 'ordinal'],
  [6, 'cardinalText'],
  [7, 'ordinalText'],
  [8, 'hex'],
  [9, 'chicago'],
  [22, 'decimalZero'],
  [23, 'bullet'],
  [57, 'numberInDash'],
  [58, 'russianLower'],
  [59, 'russianUpper'],
  [255, 'none'],
]);

interface Definition {
  id: number;
  levels: Level[];
}

/** What a document numbers with a format that Redwell does not know. */
export class UnknownFormat extends Error {}

/**
 * Returns the lists by the number, from 1, that paragraphs name them by.
 * @param table the table stream @param definitions place and length of the definitions @param overrides those of the lists
 * @throws RangeError when a table is damaged @throws UnknownFormat
 */
export function readLists(
  table: Buffer,
  definitions: Place,
  overrides: Place,
  fonts: readonly string[],
): Map<number, List> {
  const byId = new Map(readDefinitions(table, definitions, fonts).map((one) => [one.id, one]));
  const lists = new Map<number, List>();
  if (overrides.length === 0) return lists;
  const count = table.readUInt32LE(overrides.at);
  let at = overrides.at + 4 + count * OVERRIDE_BYTES;
  for (let i = 0; i < count; i += 1) {
    const head = overrides.at + 4 + i * OVERRIDE_BYTES;
    const id = table.readInt32LE(head);
    const list: List = {
      id: String(i + 1),
      abstract: String(id),
      levels: [...(byId.get(id)?.levels ?? [])],
      starts: [],
    };
    // A mark before the overrides of each list, which some writers leave out.
    if (at + 4 <= table.length && table.readUInt32LE(at) === 0xffffffff) at += 4;
    for (let n = table.readUInt8(head + 12); n > 0; n -= 1) at = readOverride(table, at, list, fonts);
    lists.set(i + 1, list);
  }
  return lists;
}

/** Where a table is in the table stream, in bytes. */
export interface Place {
  at: number;
  length: number;
}

function readDefinitions(
  table: Buffer,
  { at: start, length }: Place,
  fonts: readonly string[],
): Definition[] {
  if (length === 0) return [];
  const count = table.readUInt16LE(start);
  // The levels follow the definitions, outside of their length.
  let at = start + length;
  return Array.from({ length: count }, (_, i) => {
    const head = start + 2 + i * LIST_BYTES;
    const isSimple = (table.readUInt8(head + 26) & 1) === 1;
    const levels = Array.from({ length: isSimple ? 1 : LEVELS }, () => {
      const { level, end } = readLevel(table, at, fonts);
      at = end;
      return level;
    });
    return { id: table.readInt32LE(head), levels };
  });
}

/** Reads where one level of a list starts anew, or how it differs. @returns where the next one begins */
function readOverride(table: Buffer, at: number, list: List, fonts: readonly string[]): number {
  const flags = table.readUInt32LE(at + 4);
  const index = flags & 0xf;
  if ((flags & 0x10) !== 0 && index < LEVELS) list.starts[index] = table.readInt32LE(at);
  if ((flags & 0x20) === 0) return at + 8;
  const { level, end } = readLevel(table, at + 8, fonts);
  if (index < LEVELS) list.levels[index] = level;
  return end;
}

function readLevel(table: Buffer, at: number, fonts: readonly string[]): { level: Level; end: number } {
  const format = table.readUInt8(at + 4);
  const flags = table.readUInt8(at + 5);
  const characterBytes = table.readUInt8(at + 24);
  const paragraphBytes = table.readUInt8(at + 25);
  const characters = at + LEVEL_BYTES + paragraphBytes;
  const textAt = characters + characterBytes;
  const textEnd = textAt + 2 + 2 * table.readUInt16LE(textAt);
  if (textEnd > table.length) throw new RangeError('A level of a list is cut off');
  const name = FORMATS.get(format);
  if (name === undefined) throw new UnknownFormat(`number format ${format}`);
  const { font } = listProperties(table.subarray(characters, textAt));
  const level: Level = {
    start: table.readInt32LE(at),
    format: name,
    // The numbers of the levels stand in the text as the characters 0 to 8.
    text: Array.from(table.toString('utf16le', textAt + 2, textEnd), (c) =>
      c.charCodeAt(0) < LEVELS ? `%${c.charCodeAt(0) + 1}` : c,
    ).join(''),
    // Which level starts this one anew is stated only where a flag says so.
    restart: (flags & 0x08) === 0 ? undefined : table.readUInt8(at + 26),
    legal: (flags & 0x04) !== 0,
    joined: table.readUInt8(at + 15) === 2,
    style: '',
    font: font === undefined ? undefined : symbolFont(fonts[font]),
  };
  return { level, end: textEnd };
}
