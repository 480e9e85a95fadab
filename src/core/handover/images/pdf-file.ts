/** Writes a PDF of page images, page by page, so that only one page is in memory. */
import type { ExportFolder } from '../export-folder.ts';
import type { SheetFile } from './types.ts';

const POINTS_PER_INCH = 72;
/** The longest side that PDF readers accept, points. */
const MAX_SIDE = 14_400;

export interface PdfFile {
  add(sheet: SheetFile): Promise<void>;
  close(): Promise<void>;
}

export async function openPdf(folder: ExportFolder, path: string): Promise<PdfFile> {
  const { default: PdfKit } = await import('pdfkit');
  const file = await folder.openBytes(path);
  // The types say that a font must be named; null loads none.
  const pdf = new PdfKit({ autoFirstPage: false, font: null as unknown as string, margin: 0 });
  let waiting: Buffer[] = [];
  pdf.on('data', (bytes: Buffer) => waiting.push(bytes));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.once('end', resolve);
    pdf.once('error', reject);
  });
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    if (bytes.length > 0) await file.write(bytes);
  };
  return {
    async add({ width, height, dpi, data }) {
      const scale = Math.min(POINTS_PER_INCH / dpi, MAX_SIDE / Math.max(width, height));
      const size: [number, number] = [width * scale, height * scale];
      pdf.addPage({ size, margin: 0 });
      pdf.image(Buffer.from(data, 'base64'), 0, 0, { width: size[0], height: size[1] });
      await flush();
    },
    async close() {
      pdf.end();
      await ended;
      await flush();
      await file.close();
    },
  };
}
