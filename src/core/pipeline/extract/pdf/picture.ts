/** The picture of a page, as OCR takes it. */

/** An 8-bit gray picture, one byte a pixel, no padding. */
export interface GrayPicture {
  width: number;
  height: number;
  dpi: number;
  pixels: Uint8Array;
}
