/** Reads messages of Apple Mail (.emlx): a line with the bytes of the mail, the mail, and a property list. */
import { readFile } from 'node:fs/promises';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { mailText, type ParsedMail, parseMail } from './mail.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** The property list is about the state of the mail, such as whether it was read. */
const PROPERTIES = /^\s*(?:<\?xml[^>]*>\s*(?:<!DOCTYPE plist|<plist)|<plist|bplist|$)/;
/** A field in the place of an attachment that Apple Mail keeps in another folder. */
const ELSEWHERE = /^X-Apple-Content-Length:/gim;

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractEmlx(source: Source): Promise<Extracted> {
  const mail = await readAppleMail(source.location);
  const text = mailText(await parseMail(mail));
  return {
    ...text,
    warnings: [...text.warnings, ...missingAttachments(mail)],
    engine: engineOf('postal-mime', 'postal-mime'),
  };
}

/** Reads and parses a message. @throws DocumentError corrupt, oversize */
export const readEmlx = async (location: string): Promise<ParsedMail> =>
  parseMail(await readAppleMail(location));

async function readAppleMail(location: string): Promise<Buffer> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The e-mail', bytes.length, MAX_FILE_BYTES);
  return mailInside(bytes);
}

/** Returns the mail inside the file. Where its length is wrong, it goes up to the property list. */
export function mailInside(bytes: Buffer): Buffer {
  const first = /^\s{0,4}(\d{1,10})[ \t]*(?:\r\n|\n|\r)/.exec(bytes.toString('latin1', 0, 64));
  const from = first?.[0].length ?? 0;
  const end = from + Number(first?.[1] ?? Number.POSITIVE_INFINITY);
  if (end <= bytes.length && PROPERTIES.test(bytes.toString('latin1', end, end + 400)))
    return bytes.subarray(from, end);
  const list = bytes.lastIndexOf('<plist');
  if (list < from) return bytes.subarray(from);
  const start = bytes.lastIndexOf('<?xml', list);
  return bytes.subarray(from, start >= from && list - start < 400 ? start : list);
}

function missingAttachments(mail: Buffer): StageWarning[] {
  const missing = mail.toString('latin1').match(ELSEWHERE)?.length ?? 0;
  if (missing === 0) return [];
  const detail = `${missing} ${missing === 1 ? 'attachment is' : 'attachments are'} not in the file; Apple Mail keeps them in a folder beside it`;
  return [{ code: 'attachment_missing', detail }];
}
