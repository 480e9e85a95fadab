/** Reads a PDF in this process, for tests of the PDF reader alone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { put, stageInput } from './fixtures.ts';

export async function readPdf(bytes: Uint8Array): Promise<OcrResult> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-pdf-'));
  try {
    const location = await put(folder, 'file.pdf', Buffer.from(bytes));
    return (await extract(stageInput(location, 'pdf', bytes.length))).result;
  } finally {
    await rm(folder, { recursive: true });
  }
}
