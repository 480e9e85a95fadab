/**
 * The bridge's requests about another copy of a document. The copy becomes a batch of its own, whose manifest says what it
 * replaces; the record of the replaced document stays as it is (decision 34).
 */

import type { AttentionKey } from '../../../shared/attention.ts';
import type { Batch } from '../../../shared/batches.ts';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { Drop } from '../../../shared/intake.ts';
import { canBeReplaced, type ManifestReplaces, type ReplacementLook } from '../../../shared/replacement.ts';
import { decisionOf } from '../../history/replacements.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { accountName } from '../../operator-log/operator.ts';
import type { PasswordBank } from '../password-bank.ts';
import { lookAt } from '../replacement-look.ts';
import type { CoreHandlers } from '../types.ts';

export interface ReplacementDeps {
  intake: Intake;
  history: History;
  passwords: PasswordBank;
  /** Called after people decided something, so that every page shows it. */
  onDecision(): void;
  submit(input: Parameters<CoreHandlers['batches.submit']>[0], replaces: ManifestReplaces): Promise<Batch>;
  retry(batchId: string, documentIds: readonly string[]): Promise<{ retried: number }>;
}

type ReplacementRequests = 'replacements.look' | 'replacements.submit';

export function replacementHandlers(deps: ReplacementDeps): Pick<CoreHandlers, ReplacementRequests> {
  /** Items for which a copy is being frozen: two windows must not replace the same document. */
  const underWay = new Set<string>();
  return {
    'replacements.look': async ({ dropId }) => (await read(deps, dropId)).look,
    async 'replacements.submit'({ dropId, reason, otherType }) {
      const { document, key, look, drop } = await read(deps, dropId);
      refuse(look, otherType);
      const name = `${key.documentId} ${key.code}`;
      if (underWay.has(name)) throw alreadyReplaced(document);
      underWay.add(name);
      try {
        return look.outcome === 'original'
          ? await restore(deps, document, drop)
          : await replace(deps, document, key, { drop, reason });
      } finally {
        underWay.delete(name);
      }
    },
  };
}

/** @throws RedwellError not_found, conflict: the item is not open, or no copy can help it */
export function mustBeReplaceable(history: History, { documentId, code }: AttentionKey): DocumentDetail {
  const document = history.document(documentId);
  if (document === null)
    throw new RedwellError('not_found', `Document ${documentId} is not on this computer.`);
  const problems = [document.exception, ...document.warnings].map((problem) => problem?.code);
  if (!problems.includes(code))
    throw new RedwellError('conflict', `“${document.path}” does not have this problem any more.`, {
      action: 'Open the document again.',
    });
  if (!canBeReplaced(code))
    throw new RedwellError('conflict', `Another copy of “${document.path}” would not solve this problem.`, {
      action: 'Retry the document instead.',
    });
  if (document.replacements?.some((one) => one.stands && one.replaced.id === documentId && one.code === code))
    throw alreadyReplaced(document);
  return document;
}

const alreadyReplaced = ({ path }: DocumentDetail): RedwellError =>
  new RedwellError('conflict', `“${path}” has been replaced by another copy already.`, {
    action: 'Open the document to see by which. To hand in another one, bring its item back first.',
  });

interface Reading {
  document: DocumentDetail;
  key: AttentionKey;
  drop: Drop;
  look: ReplacementLook;
}

/** Reads the copy and the document that it is for. @throws RedwellError not_found, drop_not_ready, conflict */
async function read({ intake, history }: ReplacementDeps, dropId: string): Promise<Reading> {
  const drop = intake.get(dropId);
  if (drop.replaces === undefined)
    throw new RedwellError('conflict', `“${drop.name}” was not added as another copy of a document.`, {
      action: 'Submit it on the Intake page.',
    });
  const document = mustBeReplaceable(history, drop.replaces);
  if (drop.status !== 'ready')
    throw new RedwellError('drop_not_ready', `“${drop.name}” is still being read.`, {
      action: 'Wait until it has been read, or discard it.',
    });
  const { items } = intake.entries(dropId, 'all', null, MOST_ENTRIES);
  const tops = items.filter(({ parent }) => parent === null);
  const [copy] = tops;
  if (copy === undefined || tops.length > 1)
    throw new RedwellError('invalid_input', `“${drop.name}” is not one file.`, {
      action: 'Choose one file.',
    });
  const twin = copy.sha256 === null ? null : history.replacements.sameBytes(document.batchId, copy.sha256);
  const batch = history.batch(document.batchId);
  const isKept = await intake.keepsOriginal(document.batchId, document.id);
  const look = lookAt({
    document,
    code: drop.replaces.code,
    batchName: batch?.name ?? '',
    copy,
    twin,
    isKept,
  });
  return { document, key: drop.replaces, drop, look };
}

/** Only the copy itself is looked at; its members follow it in path order. */
const MOST_ENTRIES = 500;

/** @throws RedwellError conflict */
function refuse({ refusal, otherType, copy, replaced }: ReplacementLook, confirmed: boolean): void {
  if (refusal !== null) throw new RedwellError('conflict', refusal.message, { action: refusal.action });
  if (!otherType || confirmed) return;
  throw new RedwellError(
    'conflict',
    `“${copy.path}” is of another type (${copy.type}) than “${replaced.path}” (${replaced.type}).`,
    { action: 'Confirm that it is the same document, or choose another file.' },
  );
}

async function replace(
  { history, passwords, submit, onDecision }: ReplacementDeps,
  document: DocumentDetail,
  { documentId, code }: AttentionKey,
  { drop, reason }: Pick<Reading, 'drop'> & { reason: string },
): ReturnType<CoreHandlers['replacements.submit']> {
  const { batchId, path, sha256, type } = document;
  const old = history.batch(batchId);
  // What opened the others of its batch may open the copy.
  passwords.addToDrop(drop.id, passwords.ofBatch(batchId));
  const name = `Copy of ${path.split('/').at(-1) ?? path}`.slice(0, 200);
  const { matter = '', custodian = '', priority = 'normal' } = old ?? {};
  const batch = await submit(
    { dropId: drop.id, name, matter, custodian, priority },
    { documentId, batchId, path, sha256, type, code, reason, by: accountName(), at: Date.now() },
  );
  onDecision();
  return { kind: 'replaced', decision: decisionOf(batch.id), batch };
}

async function restore(
  { intake, retry }: ReplacementDeps,
  { batchId, id, sha256 }: DocumentDetail,
  drop: Drop,
): ReturnType<CoreHandlers['replacements.submit']> {
  await intake.restoreOriginal(drop.id, sha256 ?? '');
  try {
    return { kind: 'restored', retried: (await retry(batchId, [id])).retried };
  } catch (error) {
    // The original is back. Its document can be retried when processing is.
    if (error instanceof RedwellError && error.code === 'redis_unavailable')
      return { kind: 'restored', retried: 0 };
    throw error;
  }
}
