/** Opens what people need to look at documents: their pages, renderings, custody and originals. */
import type { Custody } from '../../shared/review.ts';
import { type CustodyDeps, readCustody } from './custody.ts';
import { createOriginalCopies, type OriginalCopies } from './original-copies.ts';
import { createOriginals, type ViewerDeps } from './originals.ts';
import { createPageViewer, type PageViewer } from './page-viewer.ts';
import { createRenderer, type Renderer } from './rendering.ts';

export interface ReviewDeps extends ViewerDeps, CustodyDeps {
  /** The folder for copies that are opened in other programs; it is emptied. */
  openedDir: string;
}

export interface Review {
  readonly pages: PageViewer;
  readonly renderer: Renderer;
  readonly copies: OriginalCopies;
  /** @throws RedwellError not_found */
  custody(documentId: string): Promise<Custody>;
  dispose(): Promise<void>;
}

export async function createReview(deps: ReviewDeps): Promise<Review> {
  const originals = createOriginals(deps);
  const copies = await createOriginalCopies(originals, deps.openedDir);
  return {
    pages: createPageViewer(originals),
    renderer: createRenderer(originals),
    copies,
    custody: (documentId) => readCustody(originals.find(documentId), deps),
    dispose: () => copies.dispose(),
  };
}
