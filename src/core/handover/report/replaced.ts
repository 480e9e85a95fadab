/** The part of a report about other copies: what was received first, what came instead, who decided it and why. */
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { Replacement } from '../../../shared/replacement-record.ts';
import { foreign, type Html, html, said, section, table } from './html.ts';
import { momentWords } from './words.ts';

interface Input {
  batch: { id: string };
  replacements: readonly Replacement[];
  timeZone: string;
}

export function replaced({ batch, replacements, timeZone }: Input): Html {
  if (replacements.length === 0)
    return section('Replaced documents', said('No document was replaced by another copy.'));
  const moment = momentWords(timeZone);
  const named = ({ id, path, batchId }: Replacement['copy']): Html =>
    html`${foreign(path)} (${id}${batchId === batch.id ? '' : `, batch ${batchId}`})`;
  const standing = ({ stands, undone }: Replacement): string =>
    stands ? 'stands' : undone === null ? 'taken back' : `taken back by ${undone.by}, ${moment(undone.at)}`;
  return section(
    'Replaced documents',
    said(
      'A copy that was handed in for a document is a document of a batch of its own. What was received first stays as it was.',
    ),
    table(
      [
        ...[{ head: 'Received first' }, { head: 'Problem' }, { head: 'Other copy' }, { head: 'Reason' }],
        ...[{ head: 'Decided by' }, { head: 'When' }, { head: 'Now' }],
      ],
      replacements.map((one) => [
        ...[named(one.replaced), EXCEPTIONS[one.code].label, named(one.copy), foreign(one.reason)],
        ...[foreign(one.by), moment(one.at), standing(one)],
      ]),
    ),
  );
}
