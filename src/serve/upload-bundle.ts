/** Bundles of small files: read whole, checked whole, then handed to intake file by file. */
import { Readable } from 'node:stream';
import { RedwellError, toWireError, type WireError } from '../shared/errors.ts';
import {
  BUNDLE_BYTES,
  BUNDLED_FILE_BYTES,
  type BundledFile,
  bundleHeadSchema,
  MAX_HEAD_BYTES,
} from '../shared/upload-bundle.ts';

/** Files handed to intake at once. */
const AT_ONCE = 4;
const LENGTH_BYTES = 4;
const MAX_BYTES = LENGTH_BYTES + MAX_HEAD_BYTES + BUNDLE_BYTES + BUNDLED_FILE_BYTES;

/** How one file of a bundle ended. */
export type FileOutcome = { ok: true; bytes: number } | { ok: false; error: WireError };

const wrong = (why: string, cause?: unknown): RedwellError =>
  new RedwellError('invalid_input', `Redwell did not understand this upload: ${why}.`, { cause });

/**
 * Reads a bundle and hands each file to `accept`.
 * @returns the outcome of each file, in the order of the bundle
 * @throws RedwellError invalid_input if the bundle is not whole or too large: no file of it was handed on
 */
export async function receiveBundle(
  body: Readable,
  accept: (file: BundledFile, content: Readable) => Promise<{ bytes: number }>,
): Promise<FileOutcome[]> {
  const files = splitBundle(await readWhole(body));
  const outcomes: FileOutcome[] = [];
  const next = files.entries();
  const lane = async (): Promise<void> => {
    for (const [index, { file, content }] of next)
      outcomes[index] = await accept(file, Readable.from([content], { objectMode: false })).then(
        ({ bytes }) => ({ ok: true, bytes }),
        (error: unknown) => ({ ok: false, error: toWireError(error) }),
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return outcomes;
}

async function readWhole(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Destroyed, the request could not be answered.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw wrong('the bundle is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function splitBundle(bundle: Buffer): { file: BundledFile; content: Buffer }[] {
  if (bundle.length < LENGTH_BYTES) throw wrong('the bundle is cut off');
  const start = LENGTH_BYTES + bundle.readUInt32BE(0);
  if (start > bundle.length) throw wrong('the bundle is cut off');
  let at = start;
  const files = headOf(bundle.subarray(LENGTH_BYTES, start)).map((file) => {
    const content = bundle.subarray(at, at + file.bytes);
    at += file.bytes;
    return { file, content };
  });
  if (at !== bundle.length) throw wrong('the files of the bundle have another length than it says');
  return files;
}

function headOf(json: Buffer): BundledFile[] {
  let value: unknown;
  try {
    value = JSON.parse(json.toString('utf8'));
  } catch (error) {
    throw wrong('the head of the bundle is not JSON', error);
  }
  const head = bundleHeadSchema.safeParse(value);
  if (!head.success) throw wrong('the head of the bundle is not as agreed', head.error);
  return head.data;
}
