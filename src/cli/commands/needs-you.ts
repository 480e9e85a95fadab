/** `redwell needs-you`: lists what waits for a person, over all batches, from history. */

import type { History } from '../../core/history/types.ts';
import {
  ACTORS,
  type AttentionFilter,
  type AttentionItem,
  attentionFilterSchema,
} from '../../shared/attention.ts';
import { actionOf, EXCEPTIONS } from '../../shared/exceptions.ts';
import { count, counted } from '../format.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

export interface NeedsYouOptions {
  json: boolean;
  /** Only this batch. */
  batchId: string | null;
  /** Items to list. */
  limit: number;
}

const PAGE = 500;
const ACTOR_NAME = {
  paralegal: 'Paralegal',
  custodian: 'Custodian',
  administrator: 'Administrator',
} as const;

/** @returns the exit code: 0 nothing waits, 2 something does */
export function needsYou(dataDir: string, options: NeedsYouOptions, out: Output): Promise<number> {
  return withHistory(dataDir, async (history) => {
    const filter = attentionFilterSchema.parse({ batchId: options.batchId });
    const { groups } = history.attention.summary(filter);
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const items = [...itemsOf(history, filter, options.limit)];
    if (options.json) await out.line(shownJson({ total, groups, items }));
    else await print(total, items, out);
    return total === 0 ? 0 : 2;
  });
}

function* itemsOf(history: History, filter: AttentionFilter, limit: number): Generator<AttentionItem, void> {
  let left = limit;
  for (let cursor: string | null = null; left > 0; ) {
    const page = history.attention.list({ filter, cursor, limit: Math.min(PAGE, left) });
    yield* page.items;
    left -= page.items.length;
    if (page.next === null) return;
    cursor = page.next;
  }
}

async function print(total: number, items: readonly AttentionItem[], out: Output): Promise<void> {
  if (total === 0) return out.line('Nothing needs you.');
  const shown = items.length < total ? `, the first ${count(items.length)}:` : ':';
  await out.line(`${counted(total, 'item')} ${total === 1 ? 'needs' : 'need'} somebody${shown}`);
  for (const actor of ACTORS) {
    const own = items.filter(({ code }) => EXCEPTIONS[code].actor === actor);
    let before = '';
    for (const item of own) {
      const { code, intake, path, documentId, batchName, assignee, pages } = item;
      const group = `${ACTOR_NAME[actor]}: ${EXCEPTIONS[code].label}${intake ? ', found at intake' : ''}. ${actionOf(code, intake)}`;
      if (group !== before) {
        await out.line();
        await out.line(group);
        before = group;
      }
      const about = [
        batchName,
        pages.length === 0 ? '' : `pages ${pages.join(', ')}`,
        assignee === null ? '' : `assigned to ${assignee}`,
      ];
      await out.line(`  ${path} (${documentId}) · ${about.filter((one) => one !== '').join(' · ')}`);
    }
  }
}
