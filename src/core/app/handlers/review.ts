/** The bridge's requests about a document that somebody looks at. */
import type { Review } from '../../review/index.ts';
import type { CoreHandlers } from '../types.ts';

export interface ReviewDeps {
  review: Review;
}

type ReviewRequests =
  | 'documents.page'
  | 'documents.words'
  | 'documents.rendering'
  | 'documents.custody'
  | 'documents.verify';

export const reviewHandlers = ({ review }: ReviewDeps): Pick<CoreHandlers, ReviewRequests> => ({
  'documents.page': async ({ documentId, page, width }) => review.pages.image(documentId, page, width),
  'documents.words': async ({ documentId, page }) => review.pages.words(documentId, page),
  'documents.rendering': async ({ documentId }) => review.renderer.render(documentId),
  'documents.custody': async ({ documentId }) => review.custody(documentId),
  'documents.verify': async ({ documentId }) => review.copies.check(documentId),
});
