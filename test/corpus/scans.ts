/** Makes scans with a known text from PDFs of the corpus, some of them tilted and blurred like by a copier. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { scannedPdf } from '../integration/pipeline/fixtures.ts';

const run = promisify(execFile);

export interface Scan {
  /** Relative to the folder of the scans. */
  name: string;
  /** The text layer of the page. */
  truth: string;
  /** Path of the picture for the tesseract command, with the same pixels as the document. */
  picture: string;
  worn: boolean;
}

/** Pages of English prose in one column, each checked by hand: file in the corpus, page, and format of the scan. */
const PAGES: readonly (readonly [string, number, 'png' | 'tif' | 'jpg' | 'pdf'])[] = [
  ['texlive-humanities-doc/latex/dramatist/dramatist.pdf', 23, 'png'],
  ['texlive-humanities-doc/latex/poemscol/poemscol.pdf', 11, 'tif'],
  ['texlive-humanities-doc/latex/reledmac/reledpar.pdf', 13, 'pdf'],
  ['texlive-humanities-doc/generic/expex/expex-doc.pdf', 12, 'jpg'],
  ['texlive-humanities-doc/latex/adtrees/adtreesdoc.pdf', 1, 'png'],
  ['texlive-humanities-doc/latex/bibleref-mouth/bibleref-mouth.pdf', 2, 'tif'],
  ['texlive-humanities-doc/latex/covington/covington.pdf', 2, 'pdf'],
  ['texlive-humanities-doc/latex/qtree/qtreenotes.pdf', 17, 'jpg'],
  ['texlive-humanities-doc/latex/liturg/liturg.pdf', 2, 'png'],
  ['texlive-humanities-doc/latex/poetrytex/poetrytex.pdf', 3, 'tif'],
  ['r-cran-tm/doc/extensions.pdf', 1, 'pdf'],
  ['texlive-humanities-doc/latex/lexref/lexref.pdf', 3, 'jpg'],
];

/** Makes the scans. Every second page has 200 dpi, a tilt of a third of a degree and blur; the others have 300 dpi. */
export async function makeScans(
  tools: { pdftoppm: string; pdftotext: string },
  files: string,
  folder: string,
  pictures: string,
): Promise<Scan[]> {
  for (const path of [folder, pictures]) {
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
  }
  const scans: Scan[] = [];
  for (const [i, [path, page, form]] of PAGES.entries()) {
    const pages = ['-f', String(page), '-l', String(page)];
    const source = join(files, path);
    const { stdout } = await run(tools.pdftotext, [...pages, '-enc', 'UTF-8', source, '-']);
    const worn = i % 2 === 1;
    const drawn = await draw(tools.pdftoppm, [...pages, '-r', worn ? '200' : '300', '-gray', source]);
    const aged = worn ? sharp(drawn).rotate(0.33, { background: '#ffffff' }).blur(0.6) : sharp(drawn);
    const png = await aged
      .withMetadata({ density: worn ? 200 : 300 })
      .png()
      .toBuffer();
    const name = `page ${String(i + 1).padStart(2, '0')}.${form}`;
    const picture = join(pictures, name.replace(/pdf$/, 'png'));
    const bytes =
      form === 'tif'
        ? await sharp(png).withMetadata().tiff().toBuffer()
        : form === 'jpg'
          ? await sharp(png).withMetadata().jpeg({ quality: 85 }).toBuffer()
          : png;
    await writeFile(picture, bytes);
    await writeFile(join(folder, name), form === 'pdf' ? await scannedPdf([png]) : bytes);
    scans.push({ name, truth: stdout, picture, worn });
  }
  return scans;
}

async function draw(pdftoppm: string, options: readonly string[]): Promise<Buffer> {
  const work = await mkdtemp(join(tmpdir(), 'redwell-draw-'));
  try {
    await run(pdftoppm, [...options.slice(0, -1), '-png', options.at(-1) ?? '', join(work, 'page')]);
    const [file = ''] = await readdir(work);
    return await readFile(join(work, file));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Returns the text by the tesseract command with default options and one thread. */
export async function tesseractText(tesseract: string, picture: string): Promise<string> {
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  return (await run(tesseract, [picture, 'stdout', '-l', 'eng'], { env, maxBuffer: 64 * 1024 * 1024 }))
    .stdout;
}
