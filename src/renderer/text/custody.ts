/** The sentences about the way of a document and about its original. */
import type { Attempt } from '../../shared/documents.ts';
import type { ListedExport } from '../../shared/handover.ts';
import type { OriginalCheck } from '../../shared/review.ts';
import { plural, zonedTime } from '../lib/format.ts';

/** An export in the middle of a sentence. */
const EXPORT_TEXT: Readonly<Record<ListedExport['kind'], string>> = {
  loadfile: 'load file',
  lists: 'lists',
  report: 'report',
  bag: 'bag',
  evidence: 'evidence pack',
};

export const CUSTODY_TEXT = {
  title: 'Custody',
  received: 'Received',
  fingerprinted: 'Fingerprint',
  processed: 'Processed',
  exported: 'Exported',
  addedAs: (when: string, drop: string): string => `${when}, added as “${drop}”`,
  unknownDrop:
    'Redwell keeps the record of an addition for a month. When this document was added is not known any more.',
  inside: 'Inside',
  from: (place: string): string => `From ${place}`,
  uploaded: 'Sent by a browser, which does not tell where the file was.',
  unknownPlace: 'Where the file was is not known.',
  noFingerprint: 'There is no fingerprint: the file could not be read when it was received.',
  kept: { vault: 'kept in the vault', source: 'left where it was' },
  frozen: {
    vault: (when: string): string =>
      `${when}: copied into the vault, and the copy was compared with the fingerprint`,
    source: (when: string): string => `${when}: written into the list of the batch`,
  },
  noManifest: 'The list of the batch is not on this computer.',
  read: (when: string): string => `${when}: compared with the fingerprint, then read`,
  notRead: 'There is no record that the original was compared again for reading.',
  check: 'Check the original now',
  noExports: 'Nothing of its batch was handed over.',
  exportOf: ({ kind, target, endedAt, startedAt }: ListedExport): string =>
    `${zonedTime(endedAt ?? startedAt)}: ${EXPORT_TEXT[kind]} of the batch, to ${target}`,
  inExport: 'What an export left out is in its file left-out.csv.',
} as const;

export const CHECK_TEXT: Readonly<Record<OriginalCheck['state'], string>> = {
  intact: 'The original is the file that was received.',
  missing: 'The original is gone.',
  altered: 'The original was altered. It is not the file that was received.',
  unreadable: 'Your account may not read the original.',
  unproven: 'There is no fingerprint to compare the original with.',
};

export const ORIGINAL_TEXT = {
  group: 'Original',
  open: 'Open original',
  download: 'Download original',
  more: 'More about the original',
  reveal: 'Show a copy in its folder',
  onlyShown: 'The original was not opened',
  whyOnlyShown:
    'Files of this kind can run programs, so Redwell shows a copy in its folder. Open it there if you trust it.',
  instead: 'Its text was read from the right file and is kept. Ask the custodian for another copy.',
  copy: (what: string): string => `Copy ${what}`,
  copied: (what: string): string => `Copied the ${what}`,
  notCopied: 'The browser did not allow copying.',
} as const;

/** Tells the runs of a document, oldest first, with the software of each. @param isTwins whether they are of another document */
export function processedText(attempts: readonly Attempt[], isTwins: boolean): string[] {
  if (attempts.length === 0) return ['Not processed, or its record is not here.'];
  const runs = new Map<number, Attempt[]>();
  for (const attempt of attempts) {
    const run = attempt.run ?? 1;
    runs.set(run, [...(runs.get(run) ?? []), attempt]);
  }
  const lines = [...runs]
    .sort(([a], [b]) => a - b)
    .map(([run, all]) => {
      const ended = Math.max(...all.map(({ endedAt }) => endedAt));
      const engines = [...new Set(all.flatMap(({ engine }) => (engine === null ? [] : [engine])))];
      const reused = all.filter(({ cached }) => cached).length;
      const parts = [
        `Run ${run}: ended ${zonedTime(ended)}`,
        plural(new Set(all.map(({ stage }) => stage)).size, 'stage'),
        ...(reused === 0 ? [] : [`${plural(reused, 'result')} from an earlier reading of the same file`]),
        ...(engines.length === 0 ? [] : [`with ${engines.join(', ')}`]),
      ];
      return parts.join(', ');
    });
  return isTwins ? ['Its twin was processed:', ...lines] : lines;
}
