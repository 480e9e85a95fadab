/** Reads the whole inventory of a drop, page by page. */
import type { Intake } from '../../../src/core/intake/types.ts';
import type { DropEntry } from '../../../src/shared/intake.ts';

export function allEntries(intake: Intake, dropId: string): DropEntry[] {
  const entries: DropEntry[] = [];
  let cursor: string | null = null;
  do {
    const page = intake.entries(dropId, 'all', cursor, 500);
    entries.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return entries;
}
