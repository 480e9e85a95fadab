/** Which OCR engine this machine has: the tesseract command where it is installed, else tesseract.js. */
import { findNative } from './native.ts';
import type { OcrText } from './tsv.ts';

export interface OcrEngine {
  /** Name and version, e.g. `tesseract 5.3.0`. */
  name: string;
  /**
   * Reads one picture in a format leptonica knows.
   * @param dpi resolution the picture has; characters are judged by it
   * @param timeoutMs how long it may take
   * @throws DocumentError corrupt when the engine fails on this picture, ocr_timeout
   */
  recognise(picture: Buffer, dpi: number, timeoutMs: number): Promise<OcrText>;
  /**
   * How far the picture must be turned clockwise to stand upright, degrees; null when it cannot be told.
   * Absent where the engine has no data for it.
   */
  orientation?(picture: Buffer, dpi: number, timeoutMs: number): Promise<0 | 90 | 180 | 270 | null>;
}

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
