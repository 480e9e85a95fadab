/** The sentences of the page that checks an evidence pack or a bag. */
import type { PackCheck } from '../../shared/handover.ts';
import { bytes, plural } from '../lib/format.ts';

export const CHECK_PACK_TEXT = {
  title: 'Check a pack',
  subtitle:
    'Reads every file of an evidence pack or a bag again, and says whether it is as it was handed over. No batch is needed, and nothing leaves this computer.',
  packs: 'Packs',
  none: 'No pack is known yet.',
  noneDesktop: 'Choose the folder of a pack, or open the file “Check with Redwell” in it from the desktop.',
  noneBrowser:
    'From a browser, Redwell checks the packs in its own folder. To check another one, use the app or the command redwell verify.',
  choose: 'Choose pack',
  check: 'Check pack',
  again: 'Check again',
  reading: 'Reading every file …',
  root: 'Root hash that was written down',
  rootHint: 'From the letter that came with the pack. Leave it empty if you have none.',
  rootWrong: 'A root hash has 64 digits from 0 to 9 and a to f.',
  whole: 'The pack is whole.',
  differs: 'The pack differs from what was handed over.',
  hash: 'Root hash of the pack',
  proven: 'It is the one that was written down, so this is the pack that was handed over.',
  notProven:
    'Compare it with the one that was written down. Without it, a pack that somebody made anew as a whole would look whole too.',
} as const;

/** @param root what was entered; empty: nothing */
export function packSentences(check: PackCheck, root: string): string[] {
  const { difference, files, bytes: size } = check;
  if (difference === null)
    return [
      `${CHECK_PACK_TEXT.whole} ${plural(files, 'file')}, ${bytes(size)}, were read and compared.`,
      root === '' ? CHECK_PACK_TEXT.notProven : CHECK_PACK_TEXT.proven,
    ];
  return [
    `${CHECK_PACK_TEXT.differs} ${difference.message}`,
    `It is the first difference: ${plural(files, 'file')} before it ${files === 1 ? 'was' : 'were'} as handed over. Ask whoever sent the pack for an intact copy.`,
  ];
}

/** Returns a typed root hash as it is compared; null if it is none. */
export function rootOf(typed: string): string | null {
  const root = typed.replace(/\s+/g, '').toLowerCase();
  return /^([0-9a-f]{64})?$/.test(root) ? root : null;
}
