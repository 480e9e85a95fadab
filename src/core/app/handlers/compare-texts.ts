/** Compares the texts of two documents for a page. */
import type { TextDifferences } from '../../../shared/differences.ts';
import { TEXT_DIFFERS } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';
import type { History } from '../../history/types.ts';
import { differencesOf } from '../../similarity/differences.ts';
import { inTurns } from '../../util/event-loop.ts';

/** @throws RedwellError not_found for a document that is not here, not_allowed for one without a text to compare */
export async function compareTexts(
  history: History,
  firstId: string,
  secondId: string,
): Promise<TextDifferences> {
  const first = textOf(history, firstId);
  const second = textOf(history, secondId);
  const found = await inTurns(differencesOf(first.text, second.text));
  return { first: first.side, second: second.side, ...found };
}

function textOf(history: History, documentId: string): { side: TextDifferences['first']; text: string } {
  const document = history.document(documentId);
  if (document === null)
    throw new RedwellError('not_found', `Document ${documentId} is not on this computer.`);
  const { id, path, batchId, text, textCheck } = document;
  if (textCheck === 'differs') throw new RedwellError('not_allowed', `“${path}”: ${TEXT_DIFFERS}`);
  if (text === null || text === '')
    throw new RedwellError('not_allowed', `“${path}” has no text to compare.`, {
      action: 'Open the original instead, or retry the document.',
    });
  return { side: { id, path, batchId, batchName: history.batch(batchId)?.name ?? '' }, text };
}
