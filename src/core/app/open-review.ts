/** Opens the review of documents over the parts that know them. */
import { join, sep } from 'node:path';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { createReview, type Review } from '../review/index.ts';
import type { Sandbox } from '../sandbox/types.ts';
import type { PasswordBank } from './password-bank.ts';

interface ReviewParts {
  sandbox: Sandbox;
  history: History;
  intake: Intake;
  passwords: PasswordBank;
}

/** @param isOwner whether this process alone works on the data folder */
export const openReview = (
  { sandbox, history, intake, passwords }: ReviewParts,
  dataDir: string,
  isOwner: boolean,
): Promise<Review> =>
  createReview({
    sandbox,
    document: (documentId) => history.document(documentId),
    locate: (document) => intake.locate(document),
    passwords: (batchId) => passwords.ofBatch(batchId),
    receipt: (batchId) => intake.receipt(batchId),
    readManifest: (batchId) => intake.readManifest(batchId),
    isInVault: (location) => location.startsWith(join(dataDir, 'vault') + sep),
    // Another Redwell on the same folder may have its own copies open.
    openedDir: join(dataDir, isOwner ? 'opened' : `opened-${process.pid}`),
  });
