/** Decodes JPEG 2000 with the PDF engine, as the only picture of a page; it knows colors that the decoder does not. */
import { withPdfBytes } from '../pdf/document.ts';
import type { Pixels } from './types.ts';

const POINTS_PER_INCH = 72;

/** Returns the picture in gray. The caller has checked that its data is complete: the engine draws what there is. */
export function drawJpx(bytes: Buffer, width: number, height: number): Promise<Pixels> {
  return withPdfBytes(pageOf(bytes, width, height), [], (document) =>
    document.withPage(1, (page) => {
      const drawn = page.render(POINTS_PER_INCH);
      return { width: drawn.width, height: drawn.height, channels: 1, data: drawn.pixels };
    }),
  );
}

/** Returns a PDF of one page that a picture fills, one point a pixel (ISO 32000-1, 7.4.9). */
function pageOf(picture: Buffer, width: number, height: number): Buffer {
  const contents = `q ${width} 0 0 ${height} 0 0 cm /P Do Q`;
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>`,
    ),
    stream(`/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/Filter/JPXDecode`, picture),
    stream('', Buffer.from(contents)),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.5\n')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(at);
    at += part.length;
    parts.push(part);
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

const stream = (entries: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<<${entries}/Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);
