/** Finds the places of words again in the picture as it was before it was turned for reading. */
import type { OcrWord } from './tsv.ts';

interface Size {
  width: number;
  height: number;
}

/**
 * Returns the words at their places in the picture before it was turned.
 * @param turn how far the picture was turned clockwise, degrees
 * @param before its size before that, pixels
 */
export function turnedBack(
  words: readonly OcrWord[],
  turn: 90 | 180 | 270,
  { width, height }: Size,
): OcrWord[] {
  return words.map((word) => {
    const { x, y, width: w, height: h } = word;
    switch (turn) {
      case 90:
        return { ...word, x: y, y: height - x - w, width: h, height: w };
      case 180:
        return { ...word, x: width - x - w, y: height - y - h };
      default:
        return { ...word, x: width - y - h, y: x, width: h, height: w };
    }
  });
}

/**
 * Returns the words at their places in the picture before it was straightened. Each box is the smallest upright one around
 * the tilted word, so that no letter stands out of it.
 * @param angle how far the lines ran down to the right, degrees
 * @param before its size before that, pixels
 * @param after its size when it was read, pixels
 */
export function tiltedBack(words: readonly OcrWord[], angle: number, before: Size, after: Size): OcrWord[] {
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  return words.map((word) => {
    const across = word.x + word.width / 2 - after.width / 2;
    const down = word.y + word.height / 2 - after.height / 2;
    const width = word.width * cos + word.height * Math.abs(sin);
    const height = word.width * Math.abs(sin) + word.height * cos;
    const x = across * cos - down * sin + before.width / 2 - width / 2;
    const y = across * sin + down * cos + before.height / 2 - height / 2;
    return { ...word, x, y, width, height };
  });
}
