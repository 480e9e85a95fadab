/** OCR by tesseract.js in WebAssembly. It works offline, with language data from this build. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { englishData } from './language.ts';
import { readTsv } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** The worker of this process. It is kept, because starting one costs as much as half a page. */
let worker: Promise<Worker> | null = null;
let statedDpi: number | null = null;

async function start(): Promise<Worker> {
  statedDpi = null;
  // tesseract.js 7.0.0 takes data passed directly for the name of the language, so the data goes through a file.
  const folder = await mkdtemp(join(tmpdir(), 'redwell-tessdata-'));
  try {
    await writeFile(join(folder, 'eng.traineddata.gz'), await englishData());
    return await createWorker('eng', OEM.LSTM_ONLY, {
      langPath: folder,
      gzip: true,
      // Otherwise tesseract.js writes its data into the working directory.
      cacheMethod: 'none',
      errorHandler: () => undefined,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ends the worker, because a page in progress cannot be canceled. The next page starts a new worker. */
async function stop(): Promise<void> {
  const stopping = worker;
  worker = null;
  await (await stopping)?.terminate();
}

/** Returns the TSV of a picture. The result is meaningless, and unused, when `stop` was called in the meantime. */
async function read(picture: Buffer, dpi: number): Promise<string> {
  worker ??= start();
  const current = worker;
  const ready = await current;
  // A stopped worker is about to end, and a job sent to it would crash this process.
  if (worker !== current) return '';
  if (statedDpi !== dpi) await ready.setParameters({ user_defined_dpi: String(dpi) });
  if (worker !== current) return '';
  statedDpi = dpi;
  const { data } = await ready.recognize(picture, {}, { text: false, blocks: false, tsv: true });
  return data.tsv ?? '';
}

/** Returns the engine; its worker starts with the first page. */
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
        await stop();
        const message = error instanceof Error ? error.message : String(error);
        throw new DocumentError('corrupt', `OCR failed on the page: ${message}`, { cause: error });
      } finally {
        clearTimeout(timer);
      }
      await stop();
      throw new DocumentError('ocr_timeout', 'OCR ran out of time on the page');
    },
  };
}
