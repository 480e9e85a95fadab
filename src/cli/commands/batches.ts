/** `redwell batches`: lists the batches in history, newest first. */
import type { Batch } from '../../shared/batches.ts';
import { count, dateTime, duration, statusText, table } from '../format.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { type Shown, shownJson } from '../shown.ts';

const PAGE = 200;

export async function listBatches(dataDir: string, json: boolean, out: Output): Promise<void> {
  await withHistory(dataDir, async (history) => {
    const rows: Batch[] = [];
    let cursor: string | null = null;
    do {
      const page = history.listBatches({ search: '', status: 'all', cursor, limit: PAGE });
      for (const batch of page.items) {
        if (json) await out.line(shownJson(batch));
        else rows.push(batch);
      }
      cursor = page.next;
    } while (cursor !== null);
    if (json) return;
    if (rows.length === 0) await out.line('No batch has been submitted yet.');
    else await out.line(batchTable(rows));
  });
}

export const batchTable = (batches: readonly Batch[]): Shown =>
  table(
    ['Batch', 'created', 'status', 'received', 'completed', 'exceptions', 'pending', 'time', 'name'],
    batches.map((b) => [
      b.id,
      dateTime(b.createdAt),
      statusText(b.status),
      count(b.equation.received),
      count(b.equation.completed),
      count(b.equation.exceptions),
      count(b.equation.pending),
      duration(b.durationMs),
      b.name,
    ]),
    [3, 4, 5, 6, 7],
  );
