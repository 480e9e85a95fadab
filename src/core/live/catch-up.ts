/** Fills a gap in the events by reading the documents' states. */
import { STAGES } from '../../shared/stages.ts';
import { unpackState } from '../batches/state.ts';
import type { History, StageEvent } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { recordMissing } from './recorder.ts';

const SLICE = 500;

/**
 * Records the state in Redis of documents of a batch; by default of all that are open in history.
 * @returns how many documents had changed
 */
export async function catchUp(
  redis: RedisRoles,
  history: History,
  batchId: string,
  open: readonly string[] = history.openDocuments(batchId),
): Promise<number> {
  let changed = 0;
  for (let i = 0; i < open.length; i += SLICE) {
    const ids = open.slice(i, i + SLICE);
    const packed = await redis.roles.batch.hmget(redis.keys.documents(batchId), ...ids);
    const events: StageEvent[] = [];
    ids.forEach((documentId, n) => {
      const text = packed[n];
      if (!text) return;
      const state = unpackState(text);
      STAGES.forEach((stage, s) => {
        const found = state.stages[s];
        if (found === undefined || found.status === 'waiting') return;
        events.push({
          batchId,
          documentId,
          run: state.run,
          stage,
          status: found.status,
          attempt: found.attempt,
          at: Date.now(),
          documentStatus: state.status,
          exception: found.status === 'failed' ? state.code : null,
          detail: '',
        });
      });
    });
    const touched = [...new Set(events.map((event) => event.documentId))];
    changed += touched.length;
    await recordMissing(redis, history, touched, events);
  }
  return changed;
}
