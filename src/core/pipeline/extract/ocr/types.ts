/** What every OCR engine offers. */
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
  recognize(picture: Buffer, dpi: number, timeoutMs: number): Promise<OcrText>;
  /**
   * How far the picture must be turned clockwise to stand upright, degrees; null when it cannot be told.
   * Absent where the engine has no data for it.
   */
  orientation?(picture: Buffer, dpi: number, timeoutMs: number): Promise<0 | 90 | 180 | 270 | null>;
}
