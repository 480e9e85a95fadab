/** OCR by tesseract.js: WebAssembly, offline, its language data from node_modules. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { DocumentError } from '../../types.ts';
import { engineOf } from '../versions.ts';
import type { OcrEngine } from './engine.ts';
import { readTsv } from './tsv.ts';

const require = createRequire(import.meta.url);

/** One worker, kept for the life of this process: starting one costs as much as half a page. */
let worker: Promise<Worker> | null = null;

function start(): Promise<Worker> {
  const data = dirname(require.resolve('@tesseract.js-data/eng/package.json'));
  return createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0_best_int'),
    gzip: true,
    // Without this it writes its data into the working directory.
    cacheMethod: 'none',
    errorHandler: () => undefined,
  });
}

export function createJsEngine(): OcrEngine {
  return {
    name: engineOf('tesseract.js', 'tesseract.js'),
    async recognise(picture, dpi) {
      try {
        worker ??= start();
        const ready = await worker;
        await ready.setParameters({ user_defined_dpi: String(dpi) });
        const { data } = await ready.recognize(picture, {}, { text: false, blocks: false, tsv: true });
        return readTsv(data.tsv ?? '');
      } catch (error) {
        worker = null;
        const said = error instanceof Error ? error.message : String(error);
        throw new DocumentError('corrupt', `tesseract.js failed on the page: ${said}`, { cause: error });
      }
    },
  };
}
