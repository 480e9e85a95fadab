/** What happens when the page or a process of Electron dies or hangs: it is logged, and the page comes back. */
import type { App, BrowserWindow, Dialog } from 'electron';
import type { Logger } from 'pino';

/** A page that dies again within this time is not loaded a third time without asking. ms */
const SOON_MS = 60_000;

type Faulty = Pick<BrowserWindow, 'isDestroyed' | 'on'> & {
  webContents: Pick<BrowserWindow['webContents'], 'forcefullyCrashRenderer' | 'on' | 'reload'>;
};

export interface FaultDeps {
  app: Pick<App, 'on' | 'quit'>;
  dialog: Pick<Dialog, 'showMessageBox'>;
  log: Pick<Logger, 'error' | 'info' | 'warn'>;
  now?: () => number;
}

const SAFE = 'Documents are processed in other processes, so no work is lost.';

/** Loads the page again after it died; asks when it dies again soon. */
function watchDeath(window: Faulty, { app, dialog, log, now = Date.now }: FaultDeps): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ reason, exitCode }, 'the page ended');
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const isRepeated = now() - last < SOON_MS;
    last = now();
    if (!isRepeated) {
      window.webContents.reload();
      return;
    }
    void dialog
      .showMessageBox({
        type: 'error',
        message: 'The window of Redwell ended twice within a minute.',
        detail: `${SAFE} Open the window again, or quit and start Redwell anew.`,
        buttons: ['Open window', 'Quit Redwell'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => (response === 0 ? window.webContents.reload() : app.quit()));
  });
}

/** Asks what to do about a page that does not answer. It asks once until the page answers again. */
function watchHang(window: Faulty, { dialog, log }: FaultDeps): void {
  let isHanging = false;
  let isAsking = false;
  window.on('unresponsive', () => {
    isHanging = true;
    log.warn('the page does not answer');
    if (isAsking) return;
    isAsking = true;
    void dialog
      .showMessageBox({
        type: 'warning',
        message: 'The window of Redwell does not answer.',
        detail: `${SAFE} Wait, or load the window again.`,
        buttons: ['Wait', 'Load again'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        isAsking = false;
        // A hanging page cannot be loaded again before its process is gone; its end loads it.
        if (response === 1 && isHanging) window.webContents.forcefullyCrashRenderer();
      });
  });
  window.on('responsive', () => {
    isHanging = false;
    log.info('the page answers again');
  });
}

/** Watches the page and all processes of Electron. The worker and the parsers have watchers of their own. */
export function watchFaults(window: Faulty, deps: FaultDeps): void {
  watchDeath(window, deps);
  watchHang(window, deps);
  deps.app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName, name }) => {
    if (reason === 'clean-exit') return;
    deps.log.warn({ type, reason, exitCode, process: name ?? serviceName }, 'a process of Electron ended');
  });
}
