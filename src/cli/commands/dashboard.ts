/** `redwell batch-dashboard`: batches, the last 24 hours, queues and workers on one screen. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openHistory } from '../../core/history/index.ts';
import type { History } from '../../core/history/types.ts';
import { startBoard } from '../../core/live/board.ts';
import { readQueues, readWorkers, redisHealth } from '../../core/live/health.ts';
import type { Batch } from '../../shared/batches.ts';
import type { Health, Totals } from '../../shared/health.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, counted, duration, size, table } from '../format.ts';
import type { Output } from '../output.ts';
import { type RedisOptions, withRedis } from '../redis-app.ts';
import { type LookOptions, showRepeatedly } from '../screen.ts';
import { joined, type Printable, type Shown, shownJson } from '../shown.ts';
import { batchTable } from './batches.ts';
import { activeBatches } from './live.ts';

interface View {
  at: number;
  active: Batch[];
  /** The newest batches of this machine's history. */
  recent: Batch[];
  /** null if there is no history yet. */
  totals: Totals | null;
  redis: Health['redis'];
  queues: Health['queues'];
  workers: Health['workers'];
}

const RECENT = 10;

/** @throws RedwellError redis_unavailable */
export function dashboard(options: RedisOptions, look: LookOptions, out: Output): Promise<void> {
  return withRedis(options, async (access) => {
    const board = access.lifetime.own(startBoard(access.redis, () => undefined, access.log));
    const path = join(options.dataDir, 'history.sqlite');
    const history: History | null = existsSync(path) ? openHistory({ path, readOnly: true }) : null;
    if (history !== null) access.lifetime.own(history);
    await showRepeatedly(look, out, async () => {
      const now = Date.now();
      const [active, redis, queues, workers] = await Promise.all([
        activeBatches(access, board),
        redisHealth(access.redis, access.mode),
        readQueues(access.broker),
        readWorkers(access.redis, now),
      ]);
      const ids = new Set(active.map((batch) => batch.id));
      const newest =
        history?.listBatches({ search: '', status: 'all', cursor: null, limit: RECENT }).items ?? [];
      const recent = newest.filter((batch) => !ids.has(batch.id));
      const totals = history?.totals(24, now) ?? null;
      const view: View = { at: now, active, recent, totals, redis, queues, workers };
      return look.json ? shownJson(view) : dashboardText(view);
    });
  });
}

function dashboardText({ active, recent, totals, redis, queues, workers }: View): Shown {
  const parts: Printable[] = [];
  parts.push(active.length === 0 ? 'No batches are active.' : joined(['Active', batchTable(active)], '\n'));
  if (recent.length > 0) parts.push(joined(['Recent', batchTable(recent)], '\n'));
  if (totals !== null) {
    parts.push(
      `Last 24 hours: ${counted(totals.documents, 'document')}, ${counted(totals.exceptions, 'exception')}, ` +
        `${counted(totals.pages, 'page')}, ${size(totals.bytes)}, cache: ${count(totals.cacheHits)} hits, ` +
        `${count(totals.cacheMisses)} misses`,
    );
    if (totals.stageTimes.length > 0) {
      const rows = totals.stageTimes.map((t) => [
        STAGE_LABEL[t.stage],
        count(t.count),
        ...[t.p50, t.p95, t.p99].map(duration),
      ]);
      parts.push(table(['Stage', 'runs', 'p50', 'p95', 'p99'], rows, [1, 2, 3, 4]));
    }
  }
  const depths = queues.map((q) => [q.queue, ...[q.waiting, q.active, q.delayed].map(count)]);
  parts.push(table(['Queue', 'waiting', 'active', 'delayed'], depths, [1, 2, 3]));
  parts.push(
    workers.length === 0
      ? 'No workers are connected.'
      : table(
          ['Worker', 'done', 'failed', 'memory'],
          workers.map((w) => [`${w.host} ${w.pid}`, count(w.processed), count(w.failed), size(w.rssBytes)]),
          [1, 2, 3],
        ),
  );
  parts.push(`Redis ${redis.version ?? ''} at ${redis.address}, ${size(redis.memoryBytes ?? 0)}`);
  return joined(parts, '\n\n');
}
