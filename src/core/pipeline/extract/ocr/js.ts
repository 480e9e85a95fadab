/** OCR by tesseract.js: WebAssembly, offline, its language data from this build. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { englishData } from './language.ts';
import { readTsv } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** One worker, kept for the life of this process: starting one costs as much as half a page. */
let worker: Promise<Worker> | null = null;
let statedDpi: number | null = null;

async function start(): Promise<Worker> {
  statedDpi = null;
  // Data handed over directly is taken for the language's name (7.0.0), so it goes through a file.
  const folder = await mkdtemp(join(tmpdir(), 'redwell-tessdata-'));
  try {
    await writeFile(join(folder, 'eng.traineddata.gz'), await englishData());
    return await createWorker('eng', OEM.LSTM_ONLY, {
      langPath: folder,
      gzip: true,
      // Without this it writes its data into the working directory.
      cacheMethod: 'none',
      errorHandler: () => undefined,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The worker that is on a page cannot be told to stop: it is ended, and the next page gets a new one. */
async function end(): Promise<void> {
  const ending = worker;
  worker = null;
  await (await ending)?.terminate();
}

async function read(picture: Buffer, dpi: number): Promise<string> {
  worker ??= start();
  const ready = await worker;
  if (statedDpi !== dpi) await ready.setParameters({ user_defined_dpi: String(dpi) });
  statedDpi = dpi;
  const { data } = await ready.recognize(picture, {}, { text: false, blocks: false, tsv: true });
  return data.tsv ?? '';
}

export function createJsEngine(): OcrEngine {
  return {
    name: engineOf('tesseract.js', 'tesseract.js'),
    async recognize(picture, dpi, timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(resolve, timeoutMs, null);
      });
      try {
        const tsv = await Promise.race([read(picture, dpi), late]);
        if (tsv !== null) return readTsv(tsv);
      } catch (error) {
        await end();
        const said = error instanceof Error ? error.message : String(error);
        throw new DocumentError('corrupt', `tesseract.js failed on the page: ${said}`, { cause: error });
      } finally {
        clearTimeout(timer);
      }
      await end();
      throw new DocumentError('ocr_timeout', 'tesseract.js took longer on the page than it may');
    },
  };
}
