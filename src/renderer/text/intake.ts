/** Sentences of the Intake page. */
import type { Drop, Inventory, LockedFile, PasswordReport } from '../../shared/intake.ts';
import type { PreflightLine } from '../../shared/preflight.ts';
import { bytes, count, plural, span } from '../lib/format.ts';
import type { Upload } from '../stores/uploads.ts';
import { DROP_TEXT } from './drop.ts';

export const INTAKE_TEXT = {
  subtitle: DROP_TEXT.subtitle,
  dropTitle: 'Drag a folder of documents here',
  dropHint:
    'Folders keep their structure, and emails and archives are opened. You can also drop several folders or single files.',
  interrupted: 'The upload was interrupted',
  interruptedHint:
    'This page was closed or reloaded before all files had arrived. Discard these files and add the folder again.',
  offline: 'Processing is offline. You can submit now; the batch starts when processing is back.',
  unopened: (places: number): string => `${plural(places, 'item')} could not be opened`,
  aside: 'Not processed, or needs attention',
  filesHint: 'Clear a box to leave something out. Emails keep their attachments.',
  several:
    'Submit them as a batch each, or as one batch. Joined drops cannot be separated again; “Join into one” lets you look at them first.',
  severalAs: 'Batches to submit',
} as const;

/** What each check before the submission is about. */
export const CHECK_LABEL: Readonly<Record<PreflightLine['check'], string>> = {
  disk: 'Disk space',
  memory: 'Memory',
  redis: 'Processing',
  workers: 'Workers',
  engines: 'Programs',
  passwords: 'Passwords',
  documents: 'Exceptions',
  time: 'Time',
};
export const CHECK_STATE: Readonly<Record<PreflightLine['state'], string>> = {
  ok: 'OK',
  look: 'Look',
  stops: 'Stops',
};

/** Why a document cannot be left out by itself. */
export const fixedNote = (fixed: 'system' | 'attached' | 'archive'): string =>
  ({
    system: '',
    attached: 'Goes with its email or document.',
    archive: 'Its archive is left out.',
  })[fixed];

/** Documents of a drop that will be processed. */
const submitted = ({ inventory }: Drop): number =>
  inventory === null ? 0 : inventory.files + inventory.members - inventory.excluded;

/** Returns how many batches, and how large, some drops become. */
export function severalChoice(drops: readonly Drop[], asOne: boolean): string {
  const numbers = drops.map(submitted);
  const all = numbers.reduce((sum, one) => sum + one, 0);
  if (asOne) return `One batch of ${plural(all, 'document')}`;
  const shown = numbers.length <= MOST_ADDED ? ` (${numbers.map(count).join(' + ')})` : '';
  return `${plural(drops.length, 'batch', 'batches')}, one for each${shown}`;
}

/** More numbers would be a line that nobody reads. */
const MOST_ADDED = 6;

/** Returns what a drop's submission includes. */
export function submitSummary(inventory: Inventory): string {
  const { files, members, companions = 0, leftOut, predictedMs } = inventory;
  // What belongs to another document is no document of its own.
  const [all, excluded] = [files + members - companions, inventory.excluded - companions];
  if (all === excluded) return 'Everything is left out. Take back at least one file to submit.';
  const parts = [
    excluded === 0 ? plural(all, 'document') : `${count(all - excluded)} of ${plural(all, 'document')}`,
    bytes(inventory.bytes),
    predictedMs === null ? 'time unknown' : `about ${span(predictedMs)}`,
    ...(leftOut === undefined || leftOut.documents === 0 ? [] : [`${count(leftOut.documents)} left out`]),
  ];
  return parts.join(' · ');
}

/** Returns how far a drop is. @param total files in the drop; null while the scan has not ended */
export function dropProgressSentence(drop: Drop, sending: Upload | undefined, total: number | null): string {
  if (sending !== undefined) {
    const skipped = sending.skipped > 0 ? `, ${count(sending.skipped)} could not be read` : '';
    // No total is known while the browser still looks for files, so none is shown.
    const sent = sending.complete
      ? `${count(sending.sent)} of ${plural(sending.found, 'file')}`
      : plural(sending.sent, 'file');
    const found = sending.complete ? '' : ' so far';
    return `Sending: ${sent}${found}, ${bytes(sending.bytes)}${skipped}`;
  }
  if (drop.status === 'submitting') return 'Copying the originals and listing the documents …';
  if (total === null)
    return `${plural(drop.found, 'file')} found, ${count(drop.read)} read, ${bytes(drop.readBytes)}`;
  return `${count(drop.read)} of ${plural(total, 'file')} read, ${bytes(drop.readBytes)}`;
}

export function lockedTitle({ locked, opened }: PasswordReport): string {
  if (locked === 0) return `${plural(opened, 'encrypted document')}: all open`;
  const need = locked === 1 ? 'needs' : 'need';
  return opened === 0
    ? `${plural(locked, 'document')} ${need} a password`
    : `${count(locked)} of ${plural(opened + locked, 'encrypted document')} still ${need} a password`;
}

/** @param createdAt when the drop was added, Unix ms; passwords from before the app's last start are lost */
export function lockedNote({ locked, offered, since }: PasswordReport, createdAt: number): string {
  const memory = 'Redwell keeps passwords in this computer’s memory until you close it, and nowhere else.';
  if (locked === 0) return memory;
  const forgotten =
    offered === 0 && createdAt < since
      ? 'Redwell was restarted after you added this folder, so earlier passwords are forgotten. '
      : '';
  return `${forgotten}Redwell tries each password on every file below. ${memory} You can submit without a password: files that stay locked become exceptions. You can add a file’s password to the batch later, but an archive can be unlocked only here.`;
}

export const lockedFileNote = ({ type, locked, detail }: LockedFile): string =>
  type === 'zip' ? `${plural(locked, 'file')} locked. ${detail}.` : `${detail}.`;
