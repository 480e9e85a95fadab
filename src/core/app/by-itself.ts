/** What Redwell does by itself while it is open: it deletes what is due, and takes what is put into the watched folder. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { DeletionReport } from '../../shared/deletion.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { DueBatch, RetentionRun } from '../../shared/retention.ts';
import type { History } from '../history/types.ts';
import { type OperatorLog, openOperatorLog } from '../operator-log/log.ts';
import { keepLooking } from '../util/background.ts';
import type { Lifetime } from '../util/lifecycle.ts';
import { type CommandLogDeps, keepCommand } from './command-log.ts';
import { deletionDetails } from './deletions.ts';
import type { Emitter } from './emitter.ts';
import type { RedisHolder } from './redis-holder.ts';
import { openRetention, type RetentionDesk, retentionWork } from './retention.ts';
import type { SettingsStore } from './settings.ts';
import type { CoreHandlers, Redwell, RedwellConfig } from './types.ts';
import { keepWatching, type WatchKeeper } from './watch-keeper.ts';

/** The first look leaves the start alone; later ones are rare, because days matter and not minutes. */
const RETENTION_PAUSE_MS = 60_000;
const RETENTION_FAILED_MS = 10 * 60_000;

export interface ByItself {
  readonly retention: RetentionDesk;
  readonly handlers: RetentionDesk['handlers'] & Pick<CoreHandlers, 'watch.state'>;
  /** Settings were changed. */
  onSettings(): void;
  deleteDue(): Promise<RetentionRun>;
  /** Starts both, once the commands can be given. */
  start(commands: Pick<Redwell, 'handlers' | 'on'>, plain: CoreHandlers): void;
}

export interface ByItselfDeps {
  config: RedwellConfig;
  history: History;
  settings: SettingsStore;
  events: Emitter;
  redis: Pick<RedisHolder, 'isReady'>;
  operatorLog: OperatorLog;
  isOwner: boolean;
  announce: CommandLogDeps['announce'];
  lifetime: Lifetime;
  log: Logger;
}

export function createByItself(deps: ByItselfDeps): ByItself {
  const { config, history, settings, events, redis, operatorLog, isOwner, lifetime, log } = deps;
  const retention = openRetention({
    ...{ dataDir: config.dataDir, history },
    ...(config.now === undefined ? {} : { now: config.now }),
  });
  // Its entries say who deleted: the rule, and not the person at the computer.
  const own = openOperatorLog(operatorLog.folder, {
    ...{ from: config.from ?? 'command line', operator: { who: 'retention', host: hostname() } },
  });
  let remove: ((due: DueBatch) => Promise<DeletionReport>) | null = null;
  let watcher: WatchKeeper | null = null;
  const removeNow = (due: DueBatch): Promise<DeletionReport> => {
    if (remove === null) throw new RedwellError('conflict', 'Redwell is still opening.');
    return remove(due);
  };
  return {
    retention,
    handlers: {
      ...retention.handlers,
      'watch.state': async () =>
        watcher?.state() ?? {
          ...{ state: isOwner ? 'off' : 'elsewhere', problem: null, last: null },
          folder: settings.get().watch?.folder ?? '',
        },
    },
    onSettings: () => watcher?.changed(),
    deleteDue: () => retention.deleteDue(removeNow, () => lifetime.disposed),
    start(commands, plain) {
      remove = (due) =>
        keepCommand(
          { log: own, history, announce: deps.announce, logger: log },
          {
            what: 'batch.delete',
            batchId: due.batchId,
            details: { endedAt: new Date(due.endedAt).toISOString() },
          },
          (report: DeletionReport) => ({ details: deletionDetails(report) }),
          () => plain['deletion.run']({ batchId: due.batchId, name: due.name }),
        );
      // The command line is open for one command, and another process on the folder leaves this to the owner.
      if (!isOwner || config.from === undefined) return;
      lifetime.own(
        keepLooking({
          work: retentionWork({
            ...{ desk: retention, remove: removeNow, isReady: redis.isReady, log },
            announce: (count, at) => events.emit('retention.due', noticeOf(count, at)),
          }),
          onError: (error) => log.error({ error }, 'looking for batches to delete failed'),
          ...{ pauseMs: RETENTION_PAUSE_MS, failedMs: RETENTION_FAILED_MS },
        }),
      );
      if (config.watchFolder === undefined) return;
      watcher = lifetime.own(
        keepWatching({ redwell: commands, watchFolder: config.watchFolder, settings, operatorLog, log }),
      );
    },
  };
}

const noticeOf = (count: number, at: number) => ({
  title: `${count === 1 ? '1 batch' : `${count.toLocaleString('en-US')} batches`} will be deleted on ${new Date(
    at,
  ).toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric' })}`,
  body: 'The retention rule in Settings says so. There you can hold back a batch or a matter.',
});
