/** Inspects a file before the run, without reading all of it. */
import type { FileType } from '../../../shared/documents.ts';
import { blameFile, DocumentError } from '../../documents/errors.ts';
import type { Inspection } from '../../documents/types.ts';
import { toFailure } from '../../sandbox/messages.ts';
import { withPdf } from './pdf/document.ts';
import { pageSource } from './pdf/text-layer.ts';
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
      case 'tiff': {
        const { pages } = await inspectImage(file.location);
        return { ...PLAIN, pages, pagesToOcr: pages };
      }
      case 'docx':
      case 'xlsx':
      case 'pptx': {
        const { openOffice } = await import('./office/decrypt.ts');
        await openOffice(file, passwords);
        return PLAIN;
      }
      case 'odt':
      case 'ods':
      case 'odp': {
        const { refuseLockedOdf } = await import('./office/odf.ts');
        await refuseLockedOdf({ ...file, passwords }, MAX_MANIFEST_PACKAGE);
        return PLAIN;
      }
      default:
        return PLAIN;
    }
  } catch (error) {
    const { code, detail } = toFailure(blameFile(error, 'file'));
    return { ...PLAIN, encrypted: code === 'encrypted', problem: { code, detail } };
  }
}

async function inspectPdf(location: string, passwords: readonly string[]): Promise<Inspection> {
  return withPdf(location, passwords, async (document) => {
    if (document.pages === 0) throw new DocumentError('corrupt', 'The PDF has no pages. Ask for a new copy');
    const sampled = Math.min(document.pages, SAMPLED_PAGES);
    let scanned = 0;
    for (let i = 0; i < sampled; i += 1) {
      const number = 1 + Math.floor((i * document.pages) / sampled);
      try {
        const source = await document.withPage(number, (page) => pageSource(page.text(), () => page.drawn()));
        if (source === 'ocr') scanned += 1;
      } catch (error) {
        // The run reports a page that cannot be loaded; the file itself stays readable.
        if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
      }
    }
    const pagesToOcr = Math.round((scanned * document.pages) / sampled);
    const attachments = document.attachmentCount();
    return { ...PLAIN, pages: document.pages, pagesToOcr, ...(attachments === 0 ? {} : { attachments }) };
  });
}
