/** Which OCR engine this machine has: the tesseract command where it is installed, else tesseract.js. */
import { findNative } from './native.ts';
import type { OcrEngine } from './types.ts';

let chosen: Promise<OcrEngine> | null = null;

/** The engine of this process; `REDWELL_OCR` = `native` or `js` forces one. */
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
