/** Shows sample documents: their text as a rendering, their custody, and originals that are what they should be. */
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { DocumentDetail } from '../../../../src/shared/documents.ts';
import { RedwellError } from '../../../../src/shared/errors.ts';
import type { RenderedWord, RenderingToken } from '../../../../src/shared/rendering.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

type ReviewRequests =
  | 'documents.page'
  | 'documents.words'
  | 'documents.rendering'
  | 'documents.similar'
  | 'documents.differences'
  | 'documents.statedText'
  | 'documents.custody'
  | 'documents.verify'
  | 'documents.open'
  | 'documents.reveal';

/** A white picture of one pixel. */
const ONE_PIXEL = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';

export function reviewAnswers(
  host: BridgeHost,
  detail: (documentId: string) => Promise<DocumentDetail>,
): Pick<BridgeHandlers, ReviewRequests> {
  return {
    'documents.page': async ({ documentId, width }) => {
      const { pages } = await detail(documentId);
      return { pages: pages ?? 1, width, height: width, webp: ONE_PIXEL };
    },
    'documents.words': async () => ({ words: [], located: 0 }),
    'documents.rendering': async ({ documentId }) => {
      const { text } = await detail(documentId);
      const tokens: RenderingToken[] = [];
      const words: RenderedWord[] = [];
      let at = 0;
      for (const paragraph of (text ?? '').split(/(?<=\n\n)/)) {
        tokens.push({ open: 'p' });
        for (const { 0: word, index } of paragraph.matchAll(/\S+/g))
          words.push([tokens.length, index, index + word.length, at + index, at + index + word.length]);
        tokens.push(paragraph, { close: 'p' });
        at += paragraph.length;
      }
      return { tokens, words, omitted: ['fonts, colors and page layout'], cut: false, located: 1 };
    },
    'documents.similar': async ({ documentId }) => ({
      state: (await detail(documentId)).text === null ? ('no_text' as const) : ('compared' as const),
      ...{ place: null, family: [], threadPlace: null, thread: [] },
    }),
    'documents.differences': async ({ firstId, secondId }) => {
      const [first, second] = [await detail(firstId), await detail(secondId)];
      const side = ({ id, path, batchId }: DocumentDetail) => ({ id, path, batchId, batchName: 'A batch' });
      return {
        ...{ first: side(first), second: side(second), state: 'different' as const },
        pieces: [
          { kind: 'same', text: 'The rent is', words: 3 },
          { kind: 'removed', text: ' $4,250.00', words: 1 },
          { kind: 'added', text: ' $4,950.00', words: 1 },
          { kind: 'same', text: ` a month.${' And so on.'.repeat(100)}`, words: 302 },
        ],
        words: { same: 305, removed: 1, added: 1 },
        ...{ cut: true, coarse: false },
      };
    },
    'documents.statedText': async () => ({ text: 'The text that came.' }),
    'documents.custody': async ({ documentId }) => {
      const { sha256, bytes, path } = await detail(documentId);
      const at = host.now() - 3_600_000;
      return {
        received: {
          drop: { id: 'drop-1', name: 'Production 003', at },
          ...{ by: 'path', from: `/home/pat/Matters/${path}`, container: null },
        },
        ...{ frozenAt: at + 60_000, sha256, bytes, kept: 'vault', readAt: at + 120_000 },
      };
    },
    'documents.verify': async () => ({ state: 'intact', checkedAt: host.now() }),
    'documents.open': async () => {
      throw new RedwellError(
        'not_allowed',
        'A browser cannot open a file of this computer in another program.',
      );
    },
    'documents.reveal': async () => {
      throw new RedwellError(
        'not_allowed',
        'A browser cannot open a file of this computer in another program.',
      );
    },
  };
}
