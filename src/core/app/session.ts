/** What runs while Redis is known: event feed into history, live board, and the upkeep of parked jobs. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { finishCancel, promoteParked } from '../batches/control.ts';
import { resolvedRun } from '../batches/resolution.ts';
import type { History } from '../history/types.ts';
import { type LiveBoard, startBoard } from '../live/board.ts';
import { catchUp } from '../live/catch-up.ts';
import { startFeed } from '../live/feed.ts';
import { recordEntries } from '../live/recorder.ts';
import { recordResolution } from '../live/resolution-recorder.ts';
import { createWorkStatistics, type WorkStatistics } from '../live/work-statistics.ts';
import type { Lifetime } from '../util/lifecycle.ts';
import { createBatchEndings } from './batch-endings.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';
import type { Connected } from './redis-link.ts';
import { createStalledBatches } from './stalled-batches.ts';

export interface SessionEvents {
  /** New figures of a batch that goes on. */
  onBatch(batch: Batch): void;
  /** Rows of a batch changed, and are in history. */
  onDocuments(batchId: string): void;
  /** A batch ended, and history has all of it. */
  onEnded(batch: Batch, run: number): void;
}

export interface Session {
  readonly board: LiveBoard;
  /** What all workers on this Redis did lately. */
  readonly work: WorkStatistics;
  readonly reconciler: Reconciler;
}

const UPKEEP_MS = 5000;

/** @param trim this console is the only reader, so it may cut the stream behind its cursor */
export async function startSession(
  { redis, broker }: Connected,
  history: History,
  trim: boolean,
  events: SessionEvents,
  lifetime: Lifetime,
  log: Logger,
): Promise<Session> {
  const board = lifetime.own(startBoard(redis, events.onBatch, log));

  const endings = createBatchEndings({ redis, broker }, log);
  for (const batchId of history.unresolvedBatches()) endings.ended(batchId, Date.now());

  const finish = async (batchId: string): Promise<void> => {
    const found = await board.read(batchId);
    // Retried since: it is active again, and will end again.
    if (found === null || found.batch.endedAt === null) return;
    history.saveBatch(found.batch);
    board.forget(batchId);
    endings.ended(batchId, Date.now());
    events.onEnded(found.batch, found.run);
  };

  const feed = lifetime.own(
    startFeed(
      redis,
      history.cursor(),
      {
        async onEntries(entries, cursor) {
          // Its figures come from Redis: they need not wait until history has written these.
          board.wake();
          // Before the cursor moves on: an entry that is behind it is never read again.
          for (const { batchId, resolved } of entries) {
            if (resolved === null) continue;
            if (await recordResolution(redis, history, batchId, resolved)) events.onDocuments(batchId);
          }
          const { changed, ended } = await recordEntries(redis, history, entries, cursor);
          board.wake();
          for (const batchId of changed) events.onDocuments(batchId);
          for (const batchId of new Set(ended)) await finish(batchId);
        },
        async onGap(gap) {
          history.recordGap({ ...gap, at: Date.now() });
          log.warn(gap, 'events are missing; reading the states instead');
          const page = history.listBatches({ search: '', status: 'active', cursor: null, limit: 500 });
          for (const batch of page.items) {
            await catchUp(redis, history, batch.id);
            events.onDocuments(batch.id);
            await finish(batch.id);
          }
          for (const batchId of history.unresolvedBatches()) {
            const run = await resolvedRun(redis, batchId);
            if (run !== null && (await recordResolution(redis, history, batchId, run)))
              events.onDocuments(batchId);
          }
        },
      },
      log,
    ),
  );

  // Ends that a crash left untold between being written and being told; what is still to be read tells itself.
  for (const batchId of history.unsettledBatches()) {
    if (history.openDocuments(batchId).length === 0) await finish(batchId);
  }

  const work = createWorkStatistics(redis);
  const reconciler = createReconciler({ redis, broker }, log);
  const standstill = createStalledBatches();
  const upkeep = async (): Promise<void> => {
    await work.roll(Date.now());
    for (const batch of board.active()) {
      if (batch.status === 'running') await promoteParked(redis, broker, batch.id);
      if (batch.status === 'canceling') await finishCancel(redis, broker, batch.id);
    }
    const still = standstill.due(board.active(), Date.now());
    if (still.length > 0) await reconciler.check('standstill', still, true);
    await endings.upkeep(Date.now());
    if (trim) await redis.roles.batch.xtrim(redis.keys.events(), 'MINID', '~', feed.cursor());
    board.wake();
  };
  const timer = setInterval(() => {
    if (redis.state() !== 'ready') return;
    upkeep().catch((error: unknown) =>
      log.warn({ error: error instanceof Error ? error.message : error }, 'upkeep'),
    );
  }, UPKEEP_MS);
  lifetime.defer(() => clearInterval(timer));
  return { board, work, reconciler };
}
