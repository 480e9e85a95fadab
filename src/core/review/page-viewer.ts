/** Shows the pages of documents as they look, and where the words of their text stand on them. */
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import { isPictureType } from '../../shared/file-types.ts';
import type { PageView, PageWords } from '../../shared/review.ts';
import type { PlacedWord } from '../documents/types.ts';
import { placeWords } from './align.ts';
import type { Originals } from './originals.ts';
import { RecentImages } from './recent-images.ts';
import { cannotShow } from './view-errors.ts';

export interface PageViewer {
  /** @param width of the picture, pixels. @throws RedwellError with a sentence about the page */
  image(documentId: string, page: number, width: number): Promise<PageView>;
  /** @throws RedwellError with a sentence about the page */
  words(documentId: string, page: number): Promise<PageWords>;
}

/** Widths are rounded up to this step, so that a window that changes its size asks for few pictures. */
const WIDTH_STEP = 200;
/** Below this share of located text, a page with a text layer is read by OCR as well: it has pictures with words. */
const ENOUGH = 0.9;

export function createPageViewer(originals: Originals): PageViewer {
  const { sandbox, fileOf } = originals;
  const images = new RecentImages();
  const find = (documentId: string): DocumentDetail => {
    const found = originals.find(documentId);
    if (found.type !== 'pdf' && !isPictureType(found.type))
      throw new RedwellError('not_allowed', `“${found.path}” has no pages to show.`, {
        action: 'Redwell shows the pages of PDFs and pictures. Read its text instead.',
      });
    return found;
  };

  return {
    async image(documentId, page, width) {
      const found = find(documentId);
      const wanted = Math.ceil(width / WIDTH_STEP) * WIDTH_STEP;
      const key = `${found.sha256}:${page}:${wanted}`;
      const recent = images.get(key);
      if (recent !== undefined) return recent;
      const image = await cannotShow(pageOf(found, page), async () =>
        sandbox.drawPage(await fileOf(found), page, wanted),
      );
      images.add(key, image);
      return image;
    },
    async words(documentId, page) {
      const found = find(documentId);
      const span = found.pageMap.find((entry) => entry.page === page);
      if (found.text === null || span === undefined || span.source === 'none') return NO_WORDS;
      const { text } = found;
      const by = (way: 'layer' | 'ocr'): Promise<PlacedWord[]> =>
        cannotShow(pageOf(found, page), async () => sandbox.findWords(await fileOf(found), page, way));
      if (span.source === 'ocr') return located(text, span, await by('ocr'));
      const layer = located(text, span, await by('layer'));
      if (layer.located >= ENOUGH) return layer;
      const both = located(text, span, await by('ocr'));
      return both.located > layer.located ? both : layer;
    },
  };
}

const pageOf = ({ path }: DocumentDetail, page: number): string => `Page ${page} of “${path}”`;

const NO_WORDS: PageWords = { words: [], located: 0 };

function located(text: string, page: { start: number; end: number }, words: PlacedWord[]): PageWords {
  const spans = placeWords(text, page, words);
  const placed = words.flatMap(({ text: _, ...place }, index) => {
    const span = spans[index];
    return span == null ? [] : [{ ...place, ...span }];
  });
  const letters = text.slice(page.start, page.end).replace(/\s+/g, '').length;
  const found = placed.reduce((sum, { start, end }) => sum + end - start, 0);
  return { words: placed, located: letters === 0 ? 0 : Math.min(1, found / letters) };
}
