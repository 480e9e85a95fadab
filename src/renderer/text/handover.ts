/** The sentences of the page that hands a batch over. */
import type { ChoiceCounts } from '../../shared/export-choice.ts';
import type {
  ExportKind,
  ExportPlan,
  ExportProgress,
  ExportState,
  ListedExport,
  PackCheck,
} from '../../shared/handover.ts';
import { bytes, count, dateTime, plural } from '../lib/format.ts';

interface KindText {
  readonly label: string;
  readonly about: string;
}

export const KIND_TEXT: Readonly<Record<ExportKind, KindText>> = {
  loadfile: {
    label: 'Load file',
    about: 'For review platforms: a DAT file with originals and texts, each with a control number',
  },
  lists: {
    label: 'Lists',
    about: 'For spreadsheets: documents, exceptions, warnings and names, as CSV, XLSX and JSON Lines',
  },
  report: {
    label: 'Report',
    about: 'For the file: figures, exceptions, times, versions and signature lines, as HTML and PDF',
  },
  bag: { label: 'Bag', about: 'Every original at its own path, with texts. Any BagIt tool can check it' },
  evidence: {
    label: 'Evidence pack',
    about: 'Load file, lists, report and operator log in one, proven by a root hash that you write down',
  },
};

export const STATE_TEXT: Readonly<Record<ExportState, string>> = {
  running: 'Running',
  whole: 'Whole',
  gone: 'Not in its folder',
  canceled: 'Canceled',
  failed: 'Failed',
  interrupted: 'Interrupted',
};

/** What a state means for somebody who reads it; empty where the label says it all. */
export const STATE_HINT: Readonly<Record<ExportState, string>> = {
  running: '',
  whole: '',
  gone: 'It was whole. Since then it was moved, changed or deleted, or its drive is not connected.',
  canceled: 'Nothing was handed over.',
  failed: '',
  interrupted: 'Redwell was stopped while it exported. Nothing was handed over.',
};

/** Returns until when an interrupted export can go on. */
export const keptText = (until: number): string =>
  `Its parts are kept until ${dateTime(until)}. Hand over the same again to go on where it stopped.`;

/** Returns what an interrupted export of the same plan had done. */
export const resumeText = ({ documents, resume }: ExportPlan): string =>
  `Goes on with an export that was interrupted: about ${count(resume?.documents ?? 0)} of ${plural(documents, 'document')} are there already. Each is proven again before it is taken over.`;

/** Returns what a whole export took over. */
export const resumedText = (taken: number, documents: number): string =>
  `Went on with an interrupted export: ${count(taken)} of ${plural(documents, 'document')} were already there.`;

export const HANDOVER_TEXT = {
  title: 'Hand over',
  what: 'What to hand over',
  button: 'Hand over',
  row: (name: string): string => `Hand over ${name}`,
  plan: 'What will happen',
  exports: 'Exports of this batch',
  none: 'Nothing of this batch has been handed over yet.',
  notEnded: 'This batch has not ended, so it cannot be handed over yet.',
  notEndedAction: 'Wait until it has ended, or cancel it on its page.',
  lostSelection: 'The selected documents are not known any more, because the page was reloaded.',
  lostSelectionAction: 'Select them again in the list of documents, or hand over the whole batch.',
  whole: 'Hand over the whole batch',
  folderHere: 'Redwell’s own folder. It makes a new folder for each export.',
  folder: 'Folder',
  chooseFolder: 'Choose folder',
  correct: 'Correct it in the fields of this page.',
  rootHash: 'Root hash',
  rootHint: 'Write it down, or put it into the letter that goes with the pack. It proves every file of it.',
  verify: 'Verify again',
  verifying: 'Reading every file …',
  reveal: 'Open folder',
  zip: 'Download as ZIP',
  notThere: 'This export is not in its folder any more.',
  notThereAction: 'Hand the batch over again, or ask whoever runs Redwell where it is.',
  cancel: 'Cancel export',
  copy: 'Copy',
  fresh: 'Start from the beginning instead',
  noNames:
    'There are no lists of names: they come from all documents of a batch, not only from the chosen ones.',
} as const;

/** Returns which documents are handed over. */
export const scopeText = (selected: number | null, filter: string | null): string =>
  selected !== null
    ? `Only ${plural(selected, 'selected document')}, with their families`
    : filter === null
      ? 'The whole batch'
      : `${filter}, with their families`;

/** Returns what came of a choice. */
export function choiceText({ chosen, added, notChosen }: ChoiceCounts): string {
  const more = added === 0 ? '' : `, and ${count(added)} more because families stay together`;
  return `${plural(chosen, 'document')} chosen${more}; ${count(notChosen)} of the batch ${notChosen === 1 ? 'is' : 'are'} not handed over`;
}

export const numbersText = ({ first, last, volumes }: NonNullable<ExportPlan['numbering']>): string =>
  `${first} to ${last}, ${plural(volumes, 'volume')}`;

/** Returns the room on the disk, and whether it is too little. */
export function roomText({ bytes: needed, freeBytes }: ExportPlan): { text: string; tooLittle: boolean } {
  if (freeBytes === null) return { text: 'The disk does not say', tooLittle: false };
  const tooLittle = needed > freeBytes;
  return { text: `${bytes(freeBytes)} free${tooLittle ? `, ${bytes(needed)} needed` : ''}`, tooLittle };
}

/** Many Windows programs open no longer path. */
const WINDOWS_PATH = 259;

/** Returns a warning about long paths; null if they are short enough. */
export const longPathText = ({ longestPath }: ExportPlan): string | null =>
  longestPath <= WINDOWS_PATH
    ? null
    : `The longest path will have ${count(longestPath)} characters. Many Windows programs open no more than ${WINDOWS_PATH}. Choose a folder closer to the top of its drive.`;

/** Returns how far an export is. */
export function progressText(progress: ExportProgress | null): string {
  if (progress === null) return 'Running';
  const { phase, documents, totalDocuments, bytes: done, totalBytes } = progress;
  if (phase === 'lists') return 'Writing the lists';
  if (phase === 'sealing') return 'Putting everything on disk and checking that it is whole';
  const size = totalBytes === 0 ? '' : `, ${bytes(done)} of ${bytes(totalBytes)}`;
  return `${count(documents)} of ${plural(totalDocuments, 'document')}${size}`;
}

/** Returns the share of an export that is done, 0-100; bytes say more about the time than documents. */
export function progressShare(progress: ExportProgress | null): number {
  if (progress === null) return 0;
  const { documents, totalDocuments, bytes: done, totalBytes } = progress;
  if (totalBytes > 0) return (done / totalBytes) * 100;
  return totalDocuments > 0 ? (documents / totalDocuments) * 100 : 0;
}

/** Returns what an export holds. */
export const heldText = ({ documents, originals, bytes: size }: ListedExport): string =>
  `${plural(documents, 'document')}, ${plural(originals, 'original')}, ${bytes(size)}`;

export const checkText = ({ difference, files, bytes: size, log }: PackCheck): string =>
  difference === null
    ? `Everything is as it was handed over: ${plural(files, 'file')}, ${bytes(size)}. The root hash is the recorded one.${
        log === null ? '' : ' No entry of the operator log was altered, removed or moved.'
      }`
    : `The pack differs. ${difference.message}`;

/** Returns how many values of a load file could not be written exactly; null if none. */
export function changesText(report: ListedExport['report']): string | null {
  const changes = Object.values(report?.changes ?? {}).reduce((sum, n) => sum + n, 0);
  return changes === 0
    ? null
    : `${plural(changes, 'value')} could not be written exactly, or may be misread. changes.csv lists them.`;
}

/** Returns how many page images a load file will have. */
export const imagesText = ({ pages, slipSheets }: NonNullable<ExportPlan['images']>): string =>
  `${plural(pages, 'page image')}, ${plural(slipSheets, 'slip sheet')} among them`;

export const PROFILE_TEXT = {
  images: 'Page images',
  imageKinds: {
    none: 'None',
    tiff: 'TIFF and JPEG, a file for each page',
    pdf: 'PDF, one for each document',
  },
  numberBy: 'Numbers count',
  byDocument: 'Documents',
  byPage: 'Page images',
  color: 'Keep colors and gray tones',
  colorHint: 'Otherwise every page is black and white',
  title: 'Load file',
  saved: 'Profile',
  usual: 'Usual fields',
  changed: 'Changed',
  save: 'Save profile as',
  remove: (name: string): string => `Remove the profile ${name}`,
  fields: (shown: number, all: number): string => `Fields: ${count(shown)} of ${count(all)}`,
  nameOf: (field: string): string => `Name of ${field} in the file`,
  up: (field: string): string => `Move ${field} up`,
  down: (field: string): string => `Move ${field} down`,
  twice: 'There twice',
} as const;
