/** Tells pages of black type from pages whose colors or gray tones would be lost in black and white. */

/** The pixels of a page: gray, RGB, or RGB with an unused byte, rows from the top. */
export interface RawPage {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: Uint8Array;
}

/** Pixels that are looked at, at most; they are spread over the whole page. */
const SAMPLES = 400_000;
/** How far the channels of a pixel lie apart before it has a color, 0-255. The noise of scanners stays below. */
const COLOR_SPREAD = 48;
/** The share of colored pixels that a blue signature or a stamp reaches. */
const COLOR_SHARE = 0.0005;
/** Neither black nor white, 0-255. */
const GRAY = { from: 56, to: 200 };
/** The share of gray pixels that the edges of letters do not reach, but a photograph does. */
const GRAY_SHARE = 0.08;

/** Whether a page has colors or gray tones. */
export function hasTones({ width, height, channels, data }: RawPage): boolean {
  const pixels = width * height;
  // An odd step does not follow the columns of a page.
  const step = Math.max(1, Math.floor(pixels / SAMPLES)) | 1;
  let colored = 0;
  let gray = 0;
  let samples = 0;
  for (let pixel = 0; pixel < pixels; pixel += step) {
    const at = pixel * channels;
    const red = data[at] ?? 0;
    const green = channels === 1 ? red : (data[at + 1] ?? 0);
    const blue = channels === 1 ? red : (data[at + 2] ?? 0);
    samples += 1;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > COLOR_SPREAD) colored += 1;
    else if (green > GRAY.from && green < GRAY.to) gray += 1;
  }
  return colored > samples * COLOR_SHARE || gray > samples * GRAY_SHARE;
}
