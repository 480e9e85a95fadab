/** OLE compound files (message, Word, Excel, PowerPoint of old): told apart by their streams' names. */
import { open } from 'node:fs/promises';
import type { Detected } from './type.ts';

/** Directory entries are UTF-16; looking for the names in the first part finds them in all that matter. */
const LOOK_BYTES = 512 * 1024;
const named = (name: string): Buffer => Buffer.from(name, 'utf16le');

const KINDS: readonly [stream: Buffer, detected: Detected][] = [
  [named('__properties_version1.0'), { type: 'msg', what: 'Outlook message' }],
  [named('WordDocument'), { type: 'other', what: 'Word 97-2003 document (.doc)' }],
  [named('Workbook'), { type: 'other', what: 'Excel 97-2003 workbook (.xls)' }],
  [named('PowerPoint Document'), { type: 'other', what: 'PowerPoint 97-2003 presentation (.ppt)' }],
  [named('EncryptedPackage'), { type: 'other', what: 'Office document protected by a password' }],
];

export async function compoundKind(location: string): Promise<Detected> {
  const file = await open(location, 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, LOOK_BYTES));
    await file.read(buffer, 0, buffer.length, 0);
    const tail = Buffer.alloc(Math.min(size, LOOK_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    return (
      KINDS.find(([stream]) => buffer.includes(stream) || tail.includes(stream))?.[1] ?? {
        type: 'other',
        what: 'OLE compound file',
      }
    );
  } finally {
    await file.close();
  }
}
