/** The ink of a word lies inside its place: marks stand where the letters are, and lines below them, not through them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PlacedWord } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { few } from '../../support/scale.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { LETTER_LINES, put, scannedPdf, scanPng, textPdf } from './fixtures.ts';

vi.setConfig({ testTimeout: 90_000 });

const SAMPLES = join(import.meta.dirname, '../../../resources/sample-matter');
const WIDTH = 1600;
/** Darker than any paper of these pages, brighter than the middle of any stroke. */
const INK = 140;
/** Ink of a word that may stand out of its place: a soft edge, a swash. */
const OUTSIDE = 0.02;

const shared = sharedSandbox({ maxWorkers: 1 });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-places-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** @param moved shifts every place down, pixels; only to show that the measure notices */
async function shareInside(
  location: string,
  type: FileType,
  by: 'layer' | 'ocr',
  moved = 0,
): Promise<{ share: number; words: number }> {
  const { webp } = await shared().sandbox.drawPage({ location, type }, 1, WIDTH);
  const words = await shared().sandbox.findWords({ location, type }, 1, by);
  const { data, info } = await sharp(Buffer.from(webp, 'base64'))
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const isInk = (x: number, y: number): boolean => (data[y * info.width + x] ?? 255) < INK;
  const boxes = words.map((word) => boxOf(word, info, moved));
  const good = boxes.filter((box) => holdsItsInk(box, boxes, isInk));
  return { share: good.length / words.length, words: words.length };
}

/** A pixel at the edge counts when any part of it is inside. */
const boxOf = (
  word: PlacedWord,
  { width, height }: { width: number; height: number },
  moved: number,
): Box => ({
  left: Math.floor(word.x * width),
  top: Math.floor(word.y * height) + moved,
  right: Math.ceil((word.x + word.width) * width),
  bottom: Math.ceil((word.y + word.height) * height) + moved,
});

/** Looks around a word, as far as a third of its height, where no other word is. */
function holdsItsInk(box: Box, all: readonly Box[], isInk: (x: number, y: number) => boolean): boolean {
  const reach = Math.round(Math.min(box.bottom - box.top, box.right - box.left) / 3);
  const near = all.filter(
    ({ left, right, top, bottom }) =>
      left < box.right + reach &&
      right > box.left - reach &&
      top < box.bottom + reach &&
      bottom > box.top - reach,
  );
  const isIn = ({ left, right, top, bottom }: Box, x: number, y: number): boolean =>
    x >= left && x < right && y >= top && y < bottom;
  let inside = 0;
  let outside = 0;
  for (let y = box.top - reach; y < box.bottom + reach; y += 1)
    for (let x = box.left - reach; x < box.right + reach; x += 1) {
      if (!isInk(x, y)) continue;
      if (isIn(box, x, y)) inside += 1;
      else if (!near.some((other) => isIn(other, x, y))) outside += 1;
    }
  return inside > 0 && outside <= inside * OUTSIDE;
}

const sample = (path: string) => async () => join(SAMPLES, path);
const PAGES: readonly [string, FileType, 'layer' | 'ocr', () => Promise<string>][] = [
  ['a scan', 'pdf', 'ocr', sample('scans/Inspection Report.pdf')],
  ['a scan of several columns', 'pdf', 'ocr', sample('scans/Letter of Claim with Invoice.pdf')],
  ['a photograph', 'jpeg', 'ocr', sample('scans/Delivery Receipt.jpg')],
  ['a typed PDF', 'pdf', 'layer', sample('pleadings/01 Complaint.pdf')],
  ['a typed PDF on its side', 'pdf', 'layer', () => turnedPdf(textPdf([LETTER_LINES.join('\n')]), 90)],
  ['a scan on its side', 'pdf', 'ocr', async () => turnedPdf(scannedPdf([await letter()]), 270)],
  ['a picture', 'png', 'ocr', async () => put(folder, 'upright.png', await letter())],
  ['a tilted picture', 'png', 'ocr', async () => put(folder, 'tilted.png', await tilted(2))],
];

const letter = (): Promise<Buffer> => scanPng(LETTER_LINES, 200);
const tilted = async (angle: number): Promise<Buffer> =>
  sharp(await letter())
    .rotate(angle, { background: 'white' })
    .withMetadata({ density: 200 })
    .png()
    .toBuffer();
async function turnedPdf(bytes: Promise<Buffer>, angle: number): Promise<string> {
  const pdf = await PDFDocument.load(await bytes);
  for (const page of pdf.getPages()) page.setRotation(degrees(angle));
  return put(folder, `turned${angle}.pdf`, Buffer.from(await pdf.save()));
}

it.each(few(PAGES, 4))('holds the ink of its words: %s', async (_name, type, by, make) => {
  const { share, words } = await shareInside(await make(), type, by);
  expect(words).toBeGreaterThan(15);
  expect(share).toBeGreaterThanOrEqual(0.95);
});

it('notices places that are four pixels off', async () => {
  const location = await put(folder, 'off.png', await letter());
  for (const moved of [-4, 4])
    expect((await shareInside(location, 'png', 'ocr', moved)).share).toBeLessThan(0.5);
});
