/** Takes the embedded files out of RTF, which writes OLE objects as hexadecimal digits (RTF 1.9.1, "Objects"). */
import { readFile, stat } from 'node:fs/promises';
import { sizeLimitError } from '../size-limit.ts';
import { addObject, reportDrawn } from './expand-office.ts';
import type { MemberWriter } from './members.ts';
import { readRtfObject } from './ole-object.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
const OBJECT = '\\objdata';

/** Returns the number of objects in the file. The run reports a file that is too large. */
export async function countRtfObjects(location: string): Promise<number> {
  const { size } = await stat(location);
  if (size > MAX_FILE_BYTES) return 0;
  const rtf = await readFile(location);
  let count = 0;
  for (let at = rtf.indexOf(OBJECT); at >= 0; at = rtf.indexOf(OBJECT, at + OBJECT.length)) count += 1;
  return count;
}

/** @throws DocumentError oversize, container_limit */
export async function expandRtf(location: string, members: MemberWriter): Promise<void> {
  const { size } = await stat(location);
  if (size > MAX_FILE_BYTES) throw sizeLimitError('The RTF file', size, MAX_FILE_BYTES);
  const rtf = await readFile(location);
  const drawn = new Map<string, number>();
  let number = 0;
  for (let at = rtf.indexOf(OBJECT); at >= 0; at = rtf.indexOf(OBJECT, at + OBJECT.length)) {
    number += 1;
    const from = at + OBJECT.length;
    const end = rtf.indexOf('}', from);
    const hex = rtf.toString('latin1', from, end < 0 ? rtf.length : end).replace(/[^0-9a-f]/gi, '');
    const name = `object ${number}.bin`;
    const kind = await addObject(name, async () => Buffer.from(hex, 'hex'), members, readRtfObject);
    if (kind !== null) drawn.set(kind, (drawn.get(kind) ?? 0) + 1);
  }
  reportDrawn(drawn, members);
}
