/** Recognizes binary files by their first bytes. Text that begins with the same letters is told apart by structure. */
import type { FileType } from '../../../shared/file-types.ts';
import type { Detected } from './types.ts';

const found = (type: FileType): Detected => ({ type, description: '' });
const other = (description: string): Detected => ({ type: 'other', description });

/** First bytes in hexadecimal, at the start of a file or at an offset. No text begins with them. */
const SIGNATURES: readonly (readonly [hex: string, Detected, offset?: number])[] = [
  ['49492a00', found('tiff')],
  ['4d4d002a', found('tiff')],
  ['49492b00', found('tiff')],
  ['4d4d002b', found('tiff')],
  ['89504e470d0a1a0a', found('png')],
  ['ffd8ff', found('jpeg')],
  ['ff4fff51', found('jp2')],
  ['1f8b08', found('gz')],
  ['377abcaf271c', found('7z')],
  ['526172211a07', found('rar')],
  ['7573746172', found('tar'), 257],
  ['789f3e22', found('tnef')],
  ['2142444e', found('pst')],
  ['cfad12fe', other('an Outlook Express mailbox (.dbx)')],
  ['1a0000040000', other('a Lotus Notes database (.nsf)')],
  ['5374616e64617264204a657420444200', other('an Access database (.mdb)'), 4],
  ['5374616e646172642041434520444200', other('an Access database (.accdb)'), 4],
  ['53514c69746520666f726d6174203300', other('a database (SQLite)')],
  ['e4525c7b8cd8a74daeb15378d02996d3', other('a OneNote section (.one)')],
  ['a12ff843d9ef4c44933ee5946b6b5bb5', other('a OneNote table of contents (.onetoc2)')],
  ['31be000000ab', other('a Microsoft Write or Word for DOS document')],
  ['32be000000ab', other('a Microsoft Write document')],
  ['dba52d00', other('a Word 2 document (.doc)')],
  ['9ba52100', other('a Word 1 document (.doc)')],
  ['0900040002', other('an Excel 2 worksheet (.xls)')],
  ['0902060000', other('an Excel 3 worksheet (.xls)')],
  ['0904060000', other('an Excel 4 worksheet (.xls)')],
  ['000002000404', other('a Lotus 1-2-3 worksheet')],
  ['000002000604', other('a Lotus 1-2-3 worksheet')],
  ['00001a000010', other('a Lotus 1-2-3 worksheet')],
  ['00001a000210', other('a Lotus 1-2-3 worksheet')],
  ['00001a000310', other('a Lotus 1-2-3 worksheet')],
  ['000002002051', other('a Quattro Pro worksheet')],
  ['000002000110', other('a Quattro Pro worksheet')],
  ['000002000210', other('a Quattro Pro worksheet')],
  ['48575020446f63756d656e742046696c65', other('a Hangul document (.hwp)')],
  ['41542654464f524d', other('a DjVu document')],
  ['20454d46', other('a picture (Windows Metafile, EMF)'), 40],
  ['d7cdc69a', other('a picture (Windows Metafile, WMF)')],
  ['010009000003', other('a picture (Windows Metafile, WMF)')],
  ['c5d0d3c6', other('a PostScript print file')],
  ['0425215053', other('a PostScript print file')],
  ['1b252d313233343558', other('a printer file (PCL)')],
  ['1b45', other('a printer file (PCL)')],
  ['38425053', other('a Photoshop picture')],
  ['0606edf5d81d46e5bd31efe7fe74b71d', other('an InDesign document')],
  ['4175746f4341442042696e61727920445846', other('an AutoCAD drawing (DXF)')],
  ['28b52ffd', other('an archive (Zstandard)')],
  ['04224d18', other('an archive (LZ4)')],
  ['fd377a585a00', other('an archive (xz)')],
  ['1f9d', other('an archive (compress, .Z)')],
  ['1fa0', other('an archive (LZH, .Z)')],
  ['4d53434600000000', other('an archive (Windows cabinet)')],
  ['4344303031', other('a disc image (ISO)'), 32_769],
  ['0000000142756431', other('a macOS folder view (.DS_Store)')],
  ['4f54544f00', other('a font')],
  ['0001000000', other('a font')],
  ['74746366', other('a font')],
  ['774f4646', other('a font')],
  ['774f4632', other('a font')],
  ['4c0000000114020000000000c0', other('a Windows shortcut')],
  ['49545346', other('a Windows help file')],
];
const BY_BYTES = SIGNATURES.map(([hex, detected, offset = 0]) => ({
  bytes: Buffer.from(hex, 'hex'),
  detected,
  offset,
}));

/** Binary pixels after the size, as Netpbm writes bitmaps, graymaps and pixmaps. */
const NETPBM = /^P[456]\s(?:#[^\n]*\n\s*)*\d{1,6}\s+(?:#[^\n]*\n\s*)*\d{1,6}\s+/;
/** Sizes of the header that follows the file header of a Windows bitmap. */
const BITMAP_HEADERS = new Set([12, 16, 40, 52, 56, 64, 108, 124]);
const DBASE = new Set([0x02, 0x03, 0x30, 0x31, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5]);

/** Returns the type of a binary file, or null when its first bytes are of none that is known here. */
export function detectSignature(head: Buffer, size: number): Detected | null {
  for (const { bytes, detected, offset } of BY_BYTES)
    if (head[offset] === bytes[0] && head.subarray(offset, offset + bytes.length).equals(bytes))
      return detected;
  const start = head.toString('latin1', 0, 128);
  if (start.startsWith('\xffWPC')) return head[9] === 0x0a ? found('wpd') : other('a WordPerfect file');
  if (isBitmap(head, size) || isNetpbm(start, head, size)) return found('bmp');
  if (/^GIF8[79]a/.test(start) && isBinary(head.subarray(6, 16))) return found('gif');
  if (/^BZh[1-9]1AY&SY/.test(start)) return found('bz2');
  if (/^AC10\d\d\0/.test(start)) return other('an AutoCAD drawing');
  if (isProgram(head, size)) return other('a program for Windows');
  if (start.startsWith('bplist0'))
    return other(
      head.includes('WebMainResource') ? 'a saved Safari page (.webarchive)' : 'a macOS property list',
    );
  return isDbase(head, size) ? other('a database (dBASE)') : null;
}

const isBinary = (bytes: Buffer): boolean => bytes.some((byte) => byte < 0x09 || byte > 0x7e);

/** The header of a bitmap states the size of the file, where the pixels begin, and the size of the next header. */
function isBitmap(head: Buffer, size: number): boolean {
  if (head.length < 26 || head.toString('latin1', 0, 2) !== 'BM') return false;
  const pixelsAt = head.readUInt32LE(10);
  return (
    BITMAP_HEADERS.has(head.readUInt32LE(14)) &&
    pixelsAt >= 26 &&
    pixelsAt <= size &&
    head.readUInt32LE(6) === 0
  );
}

function isNetpbm(start: string, head: Buffer, size: number): boolean {
  const match = NETPBM.exec(start);
  return match !== null && size > match[0].length && isBinary(head.subarray(match[0].length, 4096));
}

/** The DOS header of a program points to the header of Windows. */
function isProgram(head: Buffer, size: number): boolean {
  if (head.length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return false;
  const at = head.readUInt32LE(60);
  if (at < 4 || at >= size) return false;
  return /^(?:PE\0\0|NE|LE|LX)/.test(head.toString('latin1', at, at + 4));
}

/** The header of a table states the date of its last change, the records and their length. */
function isDbase(head: Buffer, size: number): boolean {
  if (head.length < 32 || !DBASE.has(head[0] ?? 0)) return false;
  const [month = 0, day = 0] = head.subarray(2, 4);
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const whole = head.readUInt16LE(8) + head.readUInt32LE(4) * head.readUInt16LE(10);
  return head.readUInt16LE(10) > 0 && whole <= size && size - whole <= 2;
}
