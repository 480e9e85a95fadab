/** What runs while Redis is connected: the event feed into history, the live board, and the upkeep of batches. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { finishCancel, promoteParked } from '../batches/control.ts';
import { resolvedRun } from '../batches/resolution.ts';
import type { History } from '../history/types.ts';
import { type BatchReleases, createBatchReleases } from '../live/batch-releases.ts';
import { type LiveBoard, startBoard } from '../live/board.ts';
import { catchUp } from '../live/catch-up.ts';
import { type FeedHandlers, startFeed } from '../live/feed.ts';
import { pastForecasts } from '../live/past-forecasts.ts';
import { recordEntries } from '../live/recorder.ts';
import { recordResolution } from '../live/resolution-recorder.ts';
import { createWorkStatistics, type WorkStatistics } from '../live/work-statistics.ts';
import type { Lifetime } from '../util/lifecycle.ts';
import { type BatchEndings, createBatchEndings } from './batch-endings.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';
import type { Connected } from './redis-link.ts';
import { createStalledBatches } from './stalled-batches.ts';

export interface SessionEvents {
  /** Reports new counters of a running batch. */
  onBatch(batch: Batch): void;
  /** Reports that documents of a batch changed and history has the changes. */
  onDocuments(batchId: string): void;
  /** Reports that a batch ended and history has all of it. */
  onEnded(batch: Batch, run: number): void;
}

export interface Session {
  readonly board: LiveBoard;
  /** What all workers on this Redis did lately. */
  readonly work: WorkStatistics;
  readonly reconciler: Reconciler;
}

const UPKEEP_MS = 5000;
/** Active batches whose states are read to fill a gap, at most. */
const MAX_ACTIVE = 500;

/** @param trim whether this process is the stream's only reader and may trim what history has already written */
export async function startSession(
  connected: Connected,
  history: History,
  trim: boolean,
  events: SessionEvents,
  lifetime: Lifetime,
  log: Logger,
): Promise<Session> {
  const { redis } = connected;
  const board = lifetime.own(startBoard(redis, events.onBatch, log, pastForecasts(history.forecasts, log)));
  const endings = createBatchEndings(connected, log);
  for (const batchId of history.unresolvedBatches()) endings.ended(batchId, Date.now());

  const releases = createBatchReleases(connected, history, log);
  const context: Context = { connected, history, events, board, endings, releases, log };
  const feed = lifetime.own(startFeed(redis, history.cursor(), feedHandlers(context), log));
  // A crash can come between recording an end and reporting it. Entries that are still unread report themselves.
  for (const batchId of history.unsettledBatches()) {
    if (history.openDocuments(batchId).length === 0) await finish(context, batchId);
  }

  const work = createWorkStatistics(redis);
  const reconciler = createReconciler(connected, log);
  const upkeep = createUpkeep(context, work, reconciler);
  const timer = setInterval(() => {
    if (redis.state() !== 'ready') return;
    upkeep(feed.cursor(), trim).catch((error: unknown) =>
      log.warn({ error: error instanceof Error ? error.message : error }, 'upkeep failed'),
    );
  }, UPKEEP_MS);
  lifetime.defer(() => clearInterval(timer));
  return { board, work, reconciler };
}

interface Context {
  connected: Connected;
  history: History;
  events: SessionEvents;
  board: LiveBoard;
  endings: BatchEndings;
  releases: BatchReleases;
  log: Logger;
}

/** Records and reports the end of a batch, unless it has been retried and is active again. */
async function finish({ board, history, endings, events }: Context, batchId: string): Promise<void> {
  const found = await board.read(batchId);
  if (found === null || found.batch.endedAt === null) return;
  const { batch, run } = found;
  history.saveBatch(batch);
  history.runs.record(batchId, { ...run, endedAt: found.batch.endedAt, status: batch.status });
  // A canceled run ended early, so it says nothing about a forecast.
  if (batch.status !== 'canceled') history.forecasts.settle(batchId, run.run, batch.durationMs ?? 0);
  board.forget(batchId);
  endings.ended(batchId, Date.now());
  events.onEnded(batch, run.run);
}

function feedHandlers(context: Context): FeedHandlers {
  const { connected, history, events, board, releases, log } = context;
  const { redis } = connected;

  const recordIfNew = async (batchId: string, run: number): Promise<void> => {
    if (await recordResolution(redis, history, batchId, run)) events.onDocuments(batchId);
  };

  return {
    async onEntries(entries, cursor) {
      // The board's counters come from Redis and need not wait until history has written these entries.
      board.wake();
      // Before the cursor moves: an entry behind the cursor is never read again.
      for (const { batchId, resolved } of entries)
        if (resolved !== null) await recordIfNew(batchId, resolved);
      const { changed, ended, completed } = await recordEntries(redis, history, entries, cursor);
      releases.completed(completed);
      board.wake();
      for (const batchId of changed) events.onDocuments(batchId);
      for (const batchId of new Set(ended)) await finish(context, batchId);
    },
    async onGap(gap) {
      history.recordGap({ ...gap, at: Date.now() });
      log.warn(gap, 'events are missing, so the states are read instead');
      const active = history.listBatches({ search: '', status: 'active', cursor: null, limit: MAX_ACTIVE });
      for (const { id } of active.items) {
        await catchUp(redis, history, id);
        events.onDocuments(id);
        await finish(context, id);
      }
      for (const batchId of history.unresolvedBatches()) {
        const run = await resolvedRun(redis, batchId);
        if (run !== null) await recordIfNew(batchId, run);
      }
    },
  };
}

/** Returns the periodic work. It takes the cursor up to which history has the stream, and whether to trim it there. */
function createUpkeep(
  { connected: { redis, broker }, board, endings, releases }: Context,
  work: WorkStatistics,
  reconciler: Reconciler,
): (cursor: string, trim: boolean) => Promise<void> {
  const stalledBatches = createStalledBatches();
  return async (cursor, trim) => {
    await work.roll(Date.now());
    for (const batch of board.active()) {
      if (batch.status === 'running') await promoteParked(redis, broker, batch.id);
      if (batch.status === 'canceling') await finishCancel(redis, broker, batch.id);
    }
    const stalled = stalledBatches.due(board.active(), Date.now());
    if (stalled.length > 0) await reconciler.check('stalled', stalled, true);
    await endings.upkeep(Date.now());
    if (trim) await redis.roles.batch.xtrim(redis.keys.events(), 'MINID', '~', cursor);
    await releases.upkeep(cursor);
    board.wake();
  };
}
