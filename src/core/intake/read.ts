/** Brings one found file to an entry: fingerprint, type, and what pre-flight can say of it. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { customAlphabet } from 'nanoid';
import type { FileType } from '../../shared/documents.ts';
import type { Sandbox } from '../pipeline/types.ts';
import { type Entry, newEntry } from './entry.ts';
import { FileChangedError, fingerprint } from './fingerprint.ts';
import { systemFile } from './system-files.ts';
import { detectType, mismatch } from './type.ts';
import { type Found, problemOf } from './walk.ts';

export interface ReadContext {
  sandbox: Sandbox;
  maxDocumentBytes: number;
  /** A folder of the drop's own, for copies that are needed before the vault has them. */
  scratch: string;
  signal: AbortSignal;
}

const name = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 16);
/** Types whose pages and encryption are worth knowing before the run. */
const INSPECTED: ReadonlySet<FileType> = new Set([
  'pdf',
  'tiff',
  'png',
  'jpeg',
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'zip',
]);

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes);

/** A name that is not UTF-8 can be opened only by its bytes; the rest of Redwell gets a copy with a name that is. */
async function openable(found: Found, scratch: string): Promise<{ location: string; ours: boolean }> {
  if (isUtf8(found.location)) return { location: found.location.toString('utf8'), ours: false };
  await mkdir(scratch, { recursive: true });
  const location = join(scratch, name());
  await copyFile(found.location, location);
  return { location, ours: true };
}

/** Never throws for the file: whatever is wrong with it becomes its exception. */
export async function readFound(found: Found, context: ReadContext): Promise<Entry> {
  const entry = newEntry(
    found.path,
    isUtf8(found.location) ? found.location.toString('utf8') : '',
    found.bytes,
    found.modifiedAt,
  );
  entry.excluded = found.excluded ?? systemFile(found.path);
  if (found.problem !== null) {
    entry.exception = found.problem;
    return entry;
  }
  if (found.excluded !== null) return entry;
  if (entry.excluded === null && found.bytes > context.maxDocumentBytes) {
    entry.exception = {
      code: 'oversize',
      detail: `The file has ${found.bytes.toLocaleString('en-US')} bytes; the limit is ${context.maxDocumentBytes.toLocaleString('en-US')}.`,
    };
    return entry;
  }
  try {
    const place = await openable(found, context.scratch);
    entry.location = place.location;
    entry.ours = place.ours;
    await readBytes(entry, context);
  } catch (error) {
    entry.exception = problemOf(error, found.path);
  }
  return entry;
}

/** Fingerprint and type of bytes that are in `entry.location`. @throws errors of the file system */
export async function readBytes(entry: Entry, context: ReadContext): Promise<void> {
  // Somebody may be saving it just now: once more, then it counts as a fault of the place, not of the file.
  const print = await fingerprint(entry.location).catch((error: unknown) => {
    if (error instanceof FileChangedError) return fingerprint(entry.location);
    throw error;
  });
  entry.sha256 = print.sha256;
  entry.bytes = print.bytes;
  const detected = await detectType(print.head, entry.location, print.bytes, entry.path);
  entry.type = detected.type;
  if (entry.excluded !== null) return;
  if (detected.type === 'empty') entry.exception = { code: 'empty', detail: 'The file has 0 bytes.' };
  else if (detected.type === 'other')
    entry.exception = { code: 'unsupported', detail: `It is ${detected.what}.` };
  else if (detected.type === 'unknown')
    entry.exception = { code: 'unrecognised', detail: 'Its first bytes belong to no known type.' };
  if (entry.exception !== null) return;
  const claimed = mismatch(entry.path, detected.type);
  if (claimed !== null)
    entry.warnings.push({
      code: 'extension_mismatch',
      detail: `The name says .${claimed}; the content is ${detected.what}.`,
    });
  if (INSPECTED.has(detected.type)) await inspect(entry, context);
}

/** What inspect finds is shown, not judged: the ocr stage decides, perhaps with a password. */
async function inspect(entry: Entry, context: ReadContext): Promise<void> {
  try {
    const seen = await context.sandbox.inspect(
      { location: entry.location, type: entry.type },
      context.signal,
    );
    entry.pages = seen.pages;
    entry.pagesToOcr = seen.pagesToOcr;
    entry.encrypted = seen.encrypted;
    if (seen.problem !== null && !seen.encrypted) entry.warnings.push(seen.problem);
  } catch (error) {
    if (context.signal.aborted) throw error;
    entry.warnings.push({ code: 'corrupt', detail: error instanceof Error ? error.message : String(error) });
  }
}
