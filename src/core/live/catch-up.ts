/** Fills a gap in the events from the documents' states themselves. */

import { STAGES } from '../../shared/stages.ts';
import { unpackState } from '../batches/state.ts';
import type { History, StageEvent } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { recordMissing } from './recorder.ts';

const SLICE = 500;

/**
 * For every document of a batch that history holds to be open, what Redis knows of it is recorded.
 * @returns documents that had moved on unseen
 */
export async function catchUp(redis: RedisRoles, history: History, batchId: string): Promise<number> {
  let moved = 0;
  const open = history.openDocuments(batchId);
  for (let i = 0; i < open.length; i += SLICE) {
    const ids = open.slice(i, i + SLICE);
    const packed = await redis.roles.batch.hmget(redis.keys.documents(batchId), ...ids);
    const events: StageEvent[] = [];
    ids.forEach((documentId, n) => {
      const text = packed[n];
      if (!text) return;
      const state = unpackState(text);
      STAGES.forEach((stage, s) => {
        const own = state.stages[s];
        if (own === undefined || own.status === 'waiting') return;
        events.push({
          batchId,
          documentId,
          run: state.run,
          stage,
          status: own.status,
          attempt: own.attempt,
          at: Date.now(),
          documentStatus: state.status,
          exception: own.status === 'failed' ? state.code : null,
          detail: '',
        });
      });
    });
    const touched = [...new Set(events.map((event) => event.documentId))];
    moved += touched.length;
    await recordMissing(redis, history, touched, events);
  }
  return moved;
}
