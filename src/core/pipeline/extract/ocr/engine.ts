/** Chooses the OCR engine: the tesseract command when it is installed, otherwise tesseract.js. */
import { findNative } from './native.ts';
import type { OcrEngine } from './types.ts';

let chosen: Promise<OcrEngine> | null = null;

/** Returns the engine of this process. `REDWELL_OCR=js` forces tesseract.js. */
export function ocrEngine(): Promise<OcrEngine> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<OcrEngine> {
  if (process.env.REDWELL_OCR !== 'js') {
    const native = await findNative();
    if (native) return native;
  }
  const { createJsEngine } = await import('./js.ts');
  return createJsEngine();
}
