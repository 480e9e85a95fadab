/** Reads TNEF (MS-OXTNEF): winmail.dat, in which Outlook and Exchange send the body and the attachments of a mail. */
import { readFile } from 'node:fs/promises';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { headerBlock } from './mail.ts';
import { openTnef, type TnefMessage } from './tnef-message.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractTnef(source: Source): Promise<Extracted> {
  const { header, body, warnings } = await readTnef(source.location);
  return { body: headerBlock(header, header.sent ?? null, body), metadata: header, warnings, engine: 'tnef' };
}

/** Reads a file whose whole content is a winmail.dat. @throws DocumentError corrupt, oversize */
export async function readTnef(location: string): Promise<TnefMessage> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('winmail.dat', bytes.length, MAX_FILE_BYTES);
  return openTnef(bytes);
}
