/** Portable graymap (PGM, binary): the cheapest picture that leptonica reads, no encoder needed. */

export function toPgm(picture: { width: number; height: number; pixels: Uint8Array }): Buffer {
  return Buffer.concat([
    Buffer.from(`P5\n${picture.width} ${picture.height}\n255\n`, 'latin1'),
    picture.pixels,
  ]);
}

/** Width, height and pixels of a PGM that `toPgm` made. */
export function fromPgm(pgm: Buffer): { width: number; height: number; pixels: Buffer } {
  const header = /^P5\n(\d+) (\d+)\n255\n/.exec(pgm.subarray(0, 40).toString('latin1'));
  if (!header) throw new TypeError('Not a PGM');
  return {
    width: Number(header[1]),
    height: Number(header[2]),
    pixels: pgm.subarray(header[0].length),
  };
}
