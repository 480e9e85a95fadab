/** Decodes HEIC (HEVC in HEIF), the format of the pictures that phones take. AVIF needs no decoding here. */
/// <reference path="./libraries.d.ts" />
import type { OpenedPicture } from './types.ts';

/** @throws Error when no picture in the file can be opened */
export async function openHeic(bytes: Buffer): Promise<OpenedPicture> {
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const images = await silently(async () => new libheif.HeifDecoder().decode(bytes));
  if (images.length === 0) throw new Error('the HEIC file is damaged or has no picture');
  return {
    pages: images.map((image) => ({ width: image.get_width(), height: image.get_height() })),
    async decode(page) {
      const image = images[page];
      if (image === undefined) throw new Error(`the HEIC file has no picture ${page + 1}`);
      const [width, height] = [image.get_width(), image.get_height()];
      const target = { width, height, data: new Uint8ClampedArray(width * height * 4) };
      const shown = await silently(
        () => new Promise<typeof target | null>((resolve) => image.display(target, resolve)),
      );
      if (shown === null) throw new Error('the picture in the HEIC file is damaged');
      return { width, height, channels: 4, data: new Uint8Array(shown.data.buffer) };
    },
  };
}

/** Runs the decoder without its messages, which would stand between the lines of a command's output. */
async function silently<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
