/** Binary portable graymap (PGM): the cheapest format that leptonica reads, with no encoding cost. */

/** Returns the picture as a PGM file. Pixels are 8-bit gray, row by row. */
export function toPgm(picture: { width: number; height: number; pixels: Uint8Array }): Buffer {
  return Buffer.concat([
    Buffer.from(`P5\n${picture.width} ${picture.height}\n255\n`, 'latin1'),
    picture.pixels,
  ]);
}

/** Parses a PGM that `toPgm` wrote. @throws TypeError for any other input */
export function fromPgm(pgm: Buffer): { width: number; height: number; pixels: Buffer } {
  const header = /^P5\n(\d+) (\d+)\n255\n/.exec(pgm.subarray(0, 40).toString('latin1'));
  if (!header) throw new TypeError('Not a PGM');
  return {
    width: Number(header[1]),
    height: Number(header[2]),
    pixels: pgm.subarray(header[0].length),
  };
}
