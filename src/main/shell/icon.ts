/** The mark, drawn: a red ring, a well seen from above. Drawn, so that each size is sharp. */
import type { NativeImage, nativeImage } from 'electron';

const RED = [0x2b, 0x3a, 0xc0] as const; // blue, green, red

/** BGRA bitmap of `size` x `size` pixels, edges smoothed over one pixel. */
export function ringBitmap(size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const middle = (size - 1) / 2;
  const outer = size / 2 - 1;
  const inner = outer * 0.5;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const distance = Math.hypot(x - middle, y - middle);
      const cover = Math.max(0, Math.min(1, outer - distance + 0.5, distance - inner + 0.5));
      // Electron takes premultiplied colours.
      for (const [channel, value] of RED.entries())
        pixels[(y * size + x) * 4 + channel] = Math.round(value * cover);
      pixels[(y * size + x) * 4 + 3] = Math.round(255 * cover);
    }
  }
  return pixels;
}

/** @param size in points; twice as many pixels are drawn, for dense screens */
export function mark(
  images: { createFromBitmap: (typeof nativeImage)['createFromBitmap'] },
  size: number,
): NativeImage {
  const pixels = size * 2;
  return images.createFromBitmap(ringBitmap(pixels), { width: pixels, height: pixels, scaleFactor: 2 });
}
