/** Sleep of the computer: prevented while batches run, and told to the log. */
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { Logger } from 'pino';
import type { Disposable } from '../../core/util/lifecycle.ts';

export interface PowerDeps {
  monitor: Pick<PowerMonitor, 'off' | 'on'>;
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  log: Pick<Logger, 'info' | 'warn'>;
  /** Called after sleep: looks for jobs whose locks expired meanwhile. */
  resumed(): void;
  now?: () => number;
}

export interface PowerWatch extends Disposable {
  /** Says how many batches are running. */
  running(batches: number): void;
}

/**
 * An idle computer does not fall asleep while a batch runs; a closed lid still puts it to sleep. Connections and locks
 * then expire, the link to Redis connects anew by itself, and `resumed` looks for what was lost.
 */
export function watchPower({ monitor, blocker, log, resumed, now = Date.now }: PowerDeps): PowerWatch {
  let block: number | null = null;
  let asleepSince: number | null = null;
  const onSuspend = (): void => {
    asleepSince = now();
    log.info('the computer goes to sleep');
  };
  const onResume = (): void => {
    const seconds = asleepSince === null ? null : Math.round((now() - asleepSince) / 1000);
    asleepSince = null;
    log.info({ seconds }, 'the computer woke up');
    resumed();
  };
  const release = (): void => {
    if (block !== null) blocker.stop(block);
    block = null;
  };
  monitor.on('suspend', onSuspend);
  monitor.on('resume', onResume);
  return {
    running(batches) {
      if (batches > 0) block ??= blocker.start('prevent-app-suspension');
      else release();
    },
    dispose() {
      release();
      monitor.off('suspend', onSuspend);
      monitor.off('resume', onResume);
    },
  };
}
