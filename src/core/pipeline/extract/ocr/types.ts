import type { OcrText } from './tsv.ts';

export interface OcrEngine {
  /** Name and version, e.g. `tesseract 5.3.0`. */
  name: string;
  /**
   * Reads one picture in a format that leptonica supports.
   * @param dpi resolution of the picture, from which the engine estimates character sizes
   * @param timeoutMs time limit in milliseconds
   * @throws DocumentError corrupt when the engine fails on this picture, or ocr_timeout
   */
  recognize(picture: Buffer, dpi: number, timeoutMs: number): Promise<OcrText>;
  /**
   * Returns how far to rotate the picture clockwise to make it upright, in degrees, or null when in doubt.
   * Missing when the engine has no data for orientation.
   */
  orientation?(picture: Buffer, dpi: number, timeoutMs: number): Promise<0 | 90 | 180 | 270 | null>;
}
