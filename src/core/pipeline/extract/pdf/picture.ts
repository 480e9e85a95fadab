/** The picture of a page for OCR: 8-bit gray, one byte per pixel, rows without padding. */
export interface GrayPicture {
  width: number;
  height: number;
  dpi: number;
  pixels: Uint8Array;
}
