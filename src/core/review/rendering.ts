/** Shows documents without pages as they look, and which of their words stand where in the text. */
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import {
  isRenderedType,
  type RenderedWord,
  type Rendering,
  type RenderingView,
} from '../../shared/rendering.ts';
import { placeWords } from './align.ts';
import type { Originals } from './originals.ts';
import { cannotShow } from './view-errors.ts';

/** Renderings that are kept, so that going back shows them at once. */
const KEPT = 4;

export interface Renderer {
  /** @throws RedwellError with a sentence about the document */
  render(documentId: string): Promise<RenderingView>;
}

export function createRenderer(originals: Originals): Renderer {
  /** In the order of their last use. */
  const recent = new Map<string, RenderingView>();
  return {
    async render(documentId) {
      const found = originals.find(documentId);
      if (!isRenderedType(found.type))
        throw new RedwellError('not_allowed', `Redwell cannot show “${found.path}” as it looks.`, {
          action: 'Read its text instead, or open the original.',
        });
      const key = `${documentId}:${found.sha256}:${found.text?.length ?? 0}`;
      const kept = recent.get(key);
      const view =
        kept ??
        located(
          found,
          await cannotShow(`“${found.path}”`, async () =>
            originals.sandbox.render(await originals.fileOf(found)),
          ),
        );
      recent.delete(key);
      recent.set(key, view);
      for (const oldest of [...recent.keys()].slice(0, -KEPT)) recent.delete(oldest);
      return view;
    },
  };
}

/** Finds the words of a rendering in the text of its document. */
function located({ text }: DocumentDetail, rendering: Rendering): RenderingView {
  if (text === null || text === '') return { ...rendering, words: [], located: 0 };
  const words: { token: number; from: number; to: number; text: string }[] = [];
  rendering.tokens.forEach((token, index) => {
    if (typeof token !== 'string') return;
    for (const match of token.matchAll(/\S+/g))
      words.push({ token: index, from: match.index, to: match.index + match[0].length, text: match[0] });
  });
  const spans = placeWords(text, { start: 0, end: text.length }, words);
  const found: RenderedWord[] = words.flatMap(({ token, from, to }, index) => {
    const span = spans[index];
    return span == null ? [] : [[token, from, to, span.start, span.end] satisfies RenderedWord];
  });
  const letters = text.replace(/\s+/g, '').length;
  const sum = found.reduce((total, [, , , start, end]) => total + end - start, 0);
  return { ...rendering, words: found, located: letters === 0 ? 0 : Math.min(1, sum / letters) };
}
