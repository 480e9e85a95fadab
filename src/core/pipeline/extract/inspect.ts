/** Pre-flight: what can be said of a file before the run, without reading all of it. */
import type { FileType } from '../../../shared/documents.ts';
import { blameFile, DocumentError } from '../../documents/errors.ts';
import type { Inspection } from '../../documents/types.ts';
import { toFailure } from '../../sandbox/messages.ts';
import { withPdf } from './pdf/document.ts';
import { pageSource } from './pdf/usable.ts';
import { inspectImage } from './readers/image.ts';

/** Pages of a PDF that are looked at; in a longer one the share of scanned pages is carried over. */
const SAMPLED_PAGES = 100;

/** A larger OpenDocument file is refused by the run, with its own words. */
const MAX_MANIFEST_PACKAGE = 1024 ** 3;

const PLAIN: Inspection = { pages: null, pagesToOcr: null, encrypted: false, problem: null };

/**
 * Never throws for what is wrong with the file: that is the answer.
 * @param file an encrypted one is looked at as what its passwords open
 */
export async function inspect(file: {
  location: string;
  type: FileType;
  passwords?: readonly string[];
}): Promise<Inspection> {
  const first = await look(file, []);
  if (!first.encrypted || file.passwords === undefined || file.passwords.length === 0) return first;
  return { ...(await look(file, file.passwords)), encrypted: true };
}

async function look(
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
        const { openOffice } = await import('./office/locked.ts');
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
    if (document.pages === 0) throw new DocumentError('corrupt', 'The PDF has no pages');
    const sampled = Math.min(document.pages, SAMPLED_PAGES);
    let scanned = 0;
    for (let i = 0; i < sampled; i += 1) {
      const number = 1 + Math.floor((i * document.pages) / sampled);
      try {
        const source = await document.withPage(number, (page) => pageSource(page.text(), () => page.drawn()));
        if (source === 'ocr') scanned += 1;
      } catch (error) {
        // One page that cannot be loaded is named by the run; it does not make the file unreadable.
        if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
      }
    }
    const pagesToOcr = Math.round((scanned * document.pages) / sampled);
    const attachments = document.attachmentCount();
    return { ...PLAIN, pages: document.pages, pagesToOcr, ...(attachments === 0 ? {} : { attachments }) };
  });
}
