/** A decoded picture: 8-bit samples, one channel (gray), three (RGB) or four (RGBA), rows from the top. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: Uint8Array;
}

/** A picture that the graphics library cannot open, and that is decoded here. */
export interface OpenedPicture {
  /** Size of each page in pixels, known before it is decoded. */
  pages: { width: number; height: number }[];
  /** @param page 0 is the first @throws Error when the data is damaged or of a kind that is not supported */
  decode(page: number): Promise<Pixels>;
}
