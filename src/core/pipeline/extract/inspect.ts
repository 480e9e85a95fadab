/** Inspects a file before the run, without reading all of it. */
import type { FileType } from '../../../shared/file-types.ts';
import { blameFile, DocumentError } from '../../documents/errors.ts';
import type { Inspection } from '../../documents/types.ts';
import { toFailure } from '../../sandbox/messages.ts';
import { type PdfDocument, withPdf } from './pdf/document.ts';
import { hasPictures } from './pdf/picture-pages.ts';
import { mayHaveAttachedFiles } from './pdf/suits-pdftotext.ts';
import { inspectImage } from './readers/image.ts';

/** At most this many pages of a PDF are inspected; a longer PDF is judged by the share of scanned pages among them. */
const SAMPLED_PAGES = 100;

/** Larger OpenDocument files are not inspected; the run reports them. */
const MAX_MANIFEST_PACKAGE = 1024 ** 3;

const PLAIN: Inspection = { pages: null, pagesToOcr: null, encrypted: false, problem: null };

/**
 * Returns page counts, encryption, and any problem with the file. A bad file is reported as `problem`, not thrown.
 * An encrypted file is inspected again with its passwords; `encrypted` stays true even when one opens it.
 */
export async function inspect(file: {
  location: string;
  type: FileType;
  passwords?: readonly string[];
}): Promise<Inspection> {
  const first = await inspectWith(file, []);
  if (!first.encrypted || file.passwords === undefined || file.passwords.length === 0) return first;
  return { ...(await inspectWith(file, file.passwords)), encrypted: true };
}

async function inspectWith(
  file: { location: string; type: FileType },
  passwords: readonly string[],
): Promise<Inspection> {
  try {
    switch (file.type) {
      case 'pdf':
        return await inspectPdf(file.location, passwords);
      case 'png':
      case 'jpeg':
      case 'gif':
      case 'webp':
      case 'bmp':
      case 'heic':
      case 'jp2':
      case 'tiff': {
        const { pages } = await inspectImage(file.location);
        return { ...PLAIN, pages, pagesToOcr: pages };
      }
      case 'docx':
      case 'xlsx':
      case 'pptx': {
        const { openOffice } = await import('./office/decrypt.ts');
        const { countEmbedded } = await import('./containers/embedded-parts.ts');
        return withMembers(await countEmbedded(await openOffice(file, passwords), file.type));
      }
      case 'doc':
      case 'xls': {
        const { readCompound } = await import('./office/compound.ts');
        await readCompound({ ...file, passwords }, 'office file');
        return PLAIN;
      }
      case 'xlsb': {
        const { openOffice } = await import('./office/decrypt.ts');
        await openOffice(file, passwords);
        return PLAIN;
      }
      case 'odt':
      case 'ods':
      case 'odp': {
        const { refuseLockedOdf } = await import('./office/odf.ts');
        await refuseLockedOdf({ ...file, passwords }, MAX_MANIFEST_PACKAGE);
        const { countEmbedded } = await import('./containers/embedded-parts.ts');
        return withMembers(await countEmbedded(file.location, file.type));
      }
      case 'rtf': {
        const { countRtfObjects } = await import('./containers/expand-rtf.ts');
        return withMembers(await countRtfObjects(file.location));
      }
      default:
        return PLAIN;
    }
  } catch (error) {
    const { code, detail } = toFailure(blameFile(error, 'file'));
    return { ...PLAIN, encrypted: code === 'encrypted', problem: { code, detail } };
  }
}

const withMembers = (attachments: number): Inspection =>
  attachments === 0 ? PLAIN : { ...PLAIN, attachments };

async function inspectPdf(location: string, passwords: readonly string[]): Promise<Inspection> {
  return withPdf(location, passwords, async (document, bytes) => {
    if (document.pages === 0) throw new DocumentError('corrupt', 'The PDF has no pages. Ask for a new copy');
    const sampled = Math.min(document.pages, SAMPLED_PAGES);
    const pictures = hasPictures(bytes);
    let scanned = 0;
    for (let i = 0; i < sampled; i += 1) {
      const number = 1 + Math.floor((i * document.pages) / sampled);
      try {
        const { kind } = await document.withPage(number, (page) => page.kind(page.layer(), pictures));
        if (kind === 'scan' || kind === 'doubtful' || kind === 'broken') scanned += 1;
      } catch (error) {
        // The run reports a page that cannot be loaded; the file itself stays readable.
        if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
      }
    }
    const pagesToOcr = Math.round((scanned * document.pages) / sampled);
    const attachments = document.attachmentCount() + (await attachedToPages(document, bytes));
    return { ...PLAIN, pages: document.pages, pagesToOcr, ...(attachments === 0 ? {} : { attachments }) };
  });
}

/** Returns how many files are attached to places on the pages. */
async function attachedToPages(document: PdfDocument, bytes: Buffer): Promise<number> {
  if (!mayHaveAttachedFiles(bytes)) return 0;
  let count = 0;
  for (let number = 1; number <= document.pages; number += 1)
    count += await document.withPage(number, (page) => page.attachmentCount()).catch(ignoreDamage);
  return count;
}

/** The run reports a page that cannot be loaded; the file itself stays readable. */
function ignoreDamage(error: unknown): 0 {
  if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
  return 0;
}
