/** Which files and container members ask for a password. */
import type { Inspection } from '../documents/types.ts';
import type { Expanded } from './records.ts';

/**
 * The inspection that the journal keeps for a file that a password opened. Passwords are not stored, so after a
 * restart the file is locked again.
 */
export const LOCKED: Inspection = {
  pages: null,
  pagesToOcr: null,
  encrypted: true,
  problem: { code: 'encrypted', detail: 'The file is protected by a password.' },
};

export const isLocked = (inspection: Inspection): boolean =>
  inspection.encrypted && inspection.problem?.code === 'encrypted';

/** Returns the number of members of a container that no password has opened. */
export const lockedMembers = ({ problems }: Expanded): number =>
  problems.filter(({ code }) => code === 'encrypted').length;
