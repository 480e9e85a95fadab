/** One letter per status. lua/include/state.lua packs states and names counters with them (`d:c`, `s1:w`). */
import type { DocumentStatus } from './documents.ts';
import type { StageStatus } from './stages.ts';

export const STAGE_LETTER = {
  waiting: 'w',
  running: 'r',
  retrying: 'y',
  completed: 'c',
  failed: 'f',
  skipped: 's',
} as const satisfies Record<StageStatus, string>;
export const DOCUMENT_LETTER = {
  pending: 'p',
  running: 'r',
  completed: 'c',
  exception: 'e',
  canceled: 'x',
  duplicate: 'd',
  excluded: 'k',
} as const satisfies Record<DocumentStatus, string>;
