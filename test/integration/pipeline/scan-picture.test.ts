/** OCR gets the pixels of a scan directly when the page shows nothing else, and the rendered page otherwise. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFArray, type PDFDict, PDFDocument, PDFName, PDFRawStream, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPdf } from '../../../src/core/pipeline/extract/pdf/document.ts';
import type { GrayPicture } from '../../../src/core/pipeline/extract/pdf/picture.ts';
import { few } from '../../support/scale.ts';
import { LETTER_LINES, put, scanPng } from './fixtures.ts';

let folder: string;
let scan: Buffer;
/** The same scan. pdf-lib embeds a JPEG without decoding it, which saves a second per page. */
let jpeg: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-picture-'));
  scan = await scanPng(LETTER_LINES);
  jpeg = await sharp(scan).tint('#8040c0').jpeg({ quality: 90 }).toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Page = ReturnType<PDFDocument['addPage']>;

/** Returns the picture for OCR and the rendered page of a PDF that shows the picture. @param change edits the page */
async function both(
  name: string,
  picture: Buffer,
  change: (page: Page, pdf: PDFDocument) => void = () => undefined,
): Promise<{ own: GrayPicture; rendered: GrayPicture }> {
  const pdf = await PDFDocument.create();
  const image = picture === jpeg ? await pdf.embedJpg(picture) : await pdf.embedPng(picture);
  const page = pdf.addPage([612, 792]);
  page.drawImage(image, { x: 0, y: 0, width: 612, height: 792 });
  await pdf.flush();
  change(page, pdf);
  const path = await put(folder, `${name}.pdf`, Buffer.from(await pdf.save()));
  return withPdf(path, [], (document) =>
    document.withPage(1, (read) => ({ own: read.picture(300), rendered: read.render(300) })),
  );
}

/** Returns the mean difference of the pixels, 0-255. */
function difference(a: GrayPicture, b: GrayPicture): number {
  expect([a.width, a.height, a.dpi]).toEqual([b.width, b.height, b.dpi]);
  let sum = 0;
  for (let i = 0; i < a.pixels.length; i += 1) sum += Math.abs((a.pixels[i] ?? 0) - (b.pixels[i] ?? 0));
  return sum / a.pixels.length;
}

/** Returns the dictionary of the image in the file. */
function imageOf(pdf: PDFDocument): PDFDict {
  for (const [, object] of pdf.context.enumerateIndirectObjects())
    if (object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image'))
      return object.dict;
  throw new Error('No image in the file');
}

describe('the OCR picture of a page with only a scan', () => {
  it.each(['png', 'jpeg'])('equals the rendered page (%s)', async (form) => {
    const { own, rendered } = await both(form, form === 'png' ? scan : jpeg);
    expect(difference(own, rendered)).toBeLessThan(1);
    // The picture has letters; it is not a blank page.
    expect(own.pixels.some((pixel) => pixel < 100)).toBe(true);
  });

  it.each(few([150, 200], 1))('has the pixels of the scan, not enlarged: %i dpi', async (dpi) => {
    const { own } = await both(`own-${dpi}`, await scanPng(LETTER_LINES, dpi));
    expect([own.width, own.height, own.dpi]).toEqual([8.5 * dpi, 11 * dpi, dpi]);
  });

  it('applies the Decode array of the picture, here inverted', async () => {
    const { own, rendered } = await both('inverted', jpeg, (_page, pdf) => {
      const decode = PDFArray.withContext(pdf.context);
      for (const bound of [1, 0, 1, 0, 1, 0]) decode.push(pdf.context.obj(bound));
      imageOf(pdf).set(PDFName.of('Decode'), decode);
    });
    expect(difference(own, rendered)).toBeLessThan(1);
    expect(own.pixels[0]).toBeLessThan(128);
  });
});

describe('the OCR picture of any other page', () => {
  const cases: Record<string, (page: Page) => void> = {
    stamped: (page) => page.drawText('HP000123', { x: 400, y: 20, size: 30 }),
    redacted: (page) => page.drawRectangle({ x: 100, y: 500, width: 400, height: 200, color: rgb(0, 0, 0) }),
    turned: (page) => page.setRotation(degrees(90)),
    cropped: (page) => page.setCropBox(0, 396, 612, 396),
    enlarged: (page) => page.setSize(700, 900),
  };
  it.each(few(Object.keys(cases), 3))('is the rendered page: %s', async (name) => {
    const { own, rendered } = await both(name, jpeg, cases[name]);
    expect(difference(own, rendered)).toBe(0);
  });

  it.each(few([400, 100], 1))('is the rendered page: scanned at %i dpi', async (dpi) => {
    const { own, rendered } = await both(`scan-${dpi}`, await scanPng(LETTER_LINES, dpi));
    expect(difference(own, rendered)).toBe(0);
  });

  it('is the rendered page: on a layer of its own', async () => {
    const { own, rendered } = await both('layer', jpeg, (page, pdf) => {
      const marked = pdf.context.stream('/OC /Hidden BDC q 612 0 0 792 0 0 cm /I Do Q EMC');
      const objects = page.node.Resources()?.lookup(PDFName.of('XObject')) as PDFDict;
      const [image] = objects.values();
      if (image !== undefined) objects.set(PDFName.of('I'), image);
      page.node.set(PDFName.of('Contents'), pdf.context.register(marked));
    });
    expect(difference(own, rendered)).toBe(0);
  });

  it('is the rendered page: clipped to a part of itself', async () => {
    const { own, rendered } = await both('clipped', jpeg, (page, pdf) => {
      const clipped = pdf.context.stream('q 0 700 612 92 re W n 612 0 0 792 0 0 cm /I Do Q');
      const objects = page.node.Resources()?.lookup(PDFName.of('XObject')) as PDFDict;
      const [image] = objects.values();
      if (image !== undefined) objects.set(PDFName.of('I'), image);
      page.node.set(PDFName.of('Contents'), pdf.context.register(clipped));
    });
    expect(difference(own, rendered)).toBe(0);
    expect(own.pixels.at(-1)).toBe(255);
  });
});
