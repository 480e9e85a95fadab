/** Sends many small files in one request. */
import { z } from 'zod';
import { BUNDLE_BYTES, BUNDLE_FILES, BUNDLED_FILE_BYTES, bundleHead } from '../../shared/upload-bundle.ts';
import { modifiedOf, type OpenFile, UPLOAD_HEADERS, type UploadTarget } from './send.ts';

/** Files that are about to be sent together. */
export class Bundle {
  readonly files: OpenFile[] = [];
  #bytes = 0;

  /** Takes a file, unless it is too large or there is no room. */
  add(file: OpenFile): boolean {
    const { size } = file.file;
    if (size > BUNDLED_FILE_BYTES || this.full) return false;
    this.files.push(file);
    this.#bytes += size;
    return true;
  }

  get full(): boolean {
    return this.files.length === BUNDLE_FILES || this.#bytes >= BUNDLE_BYTES;
  }
}

const replySchema = z.object({
  ok: z.literal(true),
  value: z.object({ files: z.array(z.object({ ok: z.boolean() })) }),
});

/**
 * Sends files in one request.
 * @returns the files that did not arrive, for whatever reason: sent by themselves, each says why
 */
export async function sendBundle(
  files: readonly OpenFile[],
  { url, dropId }: UploadTarget,
): Promise<OpenFile[]> {
  const head = bundleHead(
    files.map(({ path, number, file }) => ({ path, item: number, bytes: file.size, ...modifiedOf(file) })),
  );
  try {
    const response = await fetch(`${url}/bundle?${new URLSearchParams({ drop: dropId })}`, {
      method: 'POST',
      body: new Blob([head, ...files.map(({ file }) => file)]),
      credentials: 'same-origin',
      headers: UPLOAD_HEADERS,
    });
    const reply = replySchema.safeParse(await response.json());
    if (!reply.success) return [...files];
    const outcomes = reply.data.value.files;
    return files.filter((_, index) => outcomes[index]?.ok !== true);
  } catch {
    // A file that changed or is gone breaks the whole request. Sent by itself, it is the only one that fails.
    return [...files];
  }
}
