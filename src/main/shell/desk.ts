/** What surrounds the window: running batches, sleep, faults, closing, and where the window was. */
import { join } from 'node:path';
import type { App, BrowserWindow, Dialog, PowerMonitor, PowerSaveBlocker } from 'electron';
import { openLog } from '../../core/log/index.ts';
import { Lifetime } from '../../core/util/lifecycle.ts';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { askOnClose } from './close.ts';
import { watchFaults } from './faults.ts';
import { watchPower } from './power.ts';
import { present } from './window.ts';
import { keepState } from './window-state.ts';

export interface DeskDeps {
  app: Pick<App, 'on' | 'quit'>;
  dialog: Pick<Dialog, 'showMessageBox'>;
  powerMonitor: Pick<PowerMonitor, 'off' | 'on'>;
  powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  dataDir: string;
  /** Looks for lost jobs, and repairs. Rejects while Redis is away. */
  reconcile(): Promise<unknown>;
}

export interface Desk {
  /** Call it with every batch that has changed. */
  changed(batch: Batch): void;
  dispose(): Promise<void>;
}

/** Returns the file that keeps the place of the window. */
export const stateFile = (dataDir: string): string => join(dataDir, 'electron', 'window.json');

/** Sets all of it up for one window. What happens is written to `log/desktop.log` in the data folder. */
export function keepDesk(window: BrowserWindow, deps: DeskDeps): Desk {
  const { app, dialog, powerMonitor, powerSaveBlocker, dataDir } = deps;
  const lifetime = new Lifetime();
  const { log } = lifetime.own(openLog({ file: join(dataDir, 'log', 'desktop.log') }, 'info', {}));
  const running = new Set<string>();
  const power = lifetime.own(
    watchPower({
      monitor: powerMonitor,
      blocker: powerSaveBlocker,
      log,
      resumed: () =>
        void deps.reconcile().then(
          () => log.info('looked for lost jobs after sleep'),
          (error: unknown) => log.warn({ error }, 'could not look for lost jobs after sleep'),
        ),
    }),
  );
  watchFaults(window, { app, dialog, log });
  const keep = keepState(window, stateFile(dataDir), (error) =>
    log.warn({ error }, 'the place of the window was not kept'),
  );
  const close = askOnClose(window, { dialog, running: () => running.size, quit: () => app.quit() });
  app.on('before-quit', () => {
    keep();
    close();
  });
  // A click on the icon in the dock of macOS.
  app.on('activate', () => present(window));
  return {
    changed(batch) {
      if (isTerminal(batch.status)) running.delete(batch.id);
      else running.add(batch.id);
      power.running(running.size);
    },
    dispose: () => lifetime.dispose(),
  };
}
