/** Sentences about load files from somebody else. */
import type { LoadFileSummary, StatedDetail, TextComparison } from '../../shared/load-file-record.ts';
import { count, plural } from '../lib/format.ts';

export const LOAD_FILE_TEXT = {
  take: 'How to take this folder',
  production: 'As the load file says',
  productionHint: 'Each record becomes a document, with its control number, family and custodian.',
  files: 'As plain files',
  filesHint: 'Every file becomes a document of its own. Texts and page images become documents, too.',
  none: 'Redwell found nothing wrong with it.',
  stated: 'From the load file',
  statedHint: 'What the sender states. Redwell has not checked it, except the hashes and the text.',
  compare: 'Show both texts',
  hide: 'Hide the texts',
  theirs: 'The text that came',
  ours: 'The text that Redwell read',
  gone: 'The text that came cannot be shown: it is missing or was altered in the vault. Verify the batch.',
} as const;

export function loadFileTitle({ documents, files }: LoadFileSummary): string {
  const what = files.length === 1 ? 'A load file' : plural(files.length, 'load file');
  const from = files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).slice(0, 3);
  return `${what} with ${plural(documents, 'record')}, from ${from.join(', ')}${files.length > 3 ? ' and more' : ''}`;
}

/** Says what came with a load file, and what did not. */
export function loadFileNote(summary: LoadFileSummary): string {
  const { originals, texts, images, attached, custodians, hashesChecked, substituted, withoutFile, unnamed } =
    summary;
  const came = [
    plural(originals, 'original'),
    plural(texts, 'text'),
    ...(images > 0 ? [plural(images, 'page image')] : []),
    `${count(attached)} attached to others`,
    plural(custodians, 'custodian'),
    `${plural(hashesChecked, 'hash', 'hashes')} compared`,
  ].join(', ');
  const not = [
    ...(substituted > 0 ? [`${plural(substituted, 'record')} with a text or page images only`] : []),
    ...(withoutFile > 0 ? [`${plural(withoutFile, 'record')} without any file`] : []),
    ...(unnamed > 0 ? [`${plural(unnamed, 'file')} that no record names`] : []),
  ];
  return not.length === 0 ? `${came}.` : `${came}. ${not.join(', ')}.`;
}

export function problemsTitle({ problems, contradictions }: LoadFileSummary): string {
  if (contradictions === 0) return plural(problems, 'problem');
  return `${plural(problems, 'problem')}, ${count(contradictions)} by which the load file contradicts itself or its files`;
}

/** Says how the text that came compares with Redwell's; empty before that is known. */
export function comparisonSentence(comparison: TextComparison | null): string {
  if (comparison === null) return '';
  const { percent, onlyTheirs, onlyOurs } = comparison;
  if (percent === 100) return 'The text that came has the same words as the one that Redwell read.';
  return `The text that came and the one that Redwell read agree by ${percent} percent. Theirs has ${plural(onlyTheirs, 'word')} that ours does not, and ours has ${plural(onlyOurs, 'word')} that theirs does not.`;
}

const ORIGINALS: Readonly<Record<StatedDetail['original'], string>> = {
  native: '',
  text: 'No original came: the text that came is the document.',
  image: 'No original came: its page image is the document.',
  pages: 'No original came: its first page image is the document, and the other pages are attached to it.',
  page: 'A page image of the document that it is attached to.',
  none: 'Nothing of the document came.',
};
export const originalNote = ({ original }: StatedDetail): string => ORIGINALS[original];
